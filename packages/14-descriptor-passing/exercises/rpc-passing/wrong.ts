// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the master keeps its copy of a connection',
    find: '    close(fd);\n',
    replace: '',
    caughtBy: 'each connection is open in one worker, and in no other process',
  },
  {
    change: 'the first worker gets every connection',
    find: 'workers[turn++ % workers.length]',
    replace: 'workers[turn++ * 0]',
    caughtBy: 'with 4 clients and 2 workers, each worker gets 2',
  },
  {
    change: 'a worker keeps the channels of the workers before it',
    find: '    for (const { channel } of workers) close(channel);\n',
    replace: '',
    caughtBy: 'a worker holds its own end of its channel',
  },
  {
    change: 'a worker keeps the listening socket',
    find: '      close(source.fd);\n',
    replace: '',
    caughtBy: 'a worker holds its own end of its channel',
  },
  {
    change: 'a worker that has died is not replaced',
    find: `    reap();
    if (workers.length`,
    replace: '    if (workers.length',
    caughtBy: 'a killed worker',
  },
  {
    change: 'a worker’s channel is blocking',
    find: '  setNonBlocking(channel);\n',
    replace: '  void setNonBlocking;\n',
    caughtBy: 'the answer to a ping',
  },
  {
    change: 'the master does not wait for its workers to end',
    find: '  for (reap(); workers.length > 0; reap()) sleepOrWake(POLL_MS);\n',
    replace: '  void sleepOrWake;\n',
    // or by a worker that is still there after its master, or did not answer
    caughtBy: /^the master exits after|^clients that are idle see the end|^10\.2\//,
  },
  {
    change: 'the channel of a worker that has died stays open',
    find: '    for (const { pid, channel } of workers) if (pid === ended.pid) close(channel);\n',
    replace: '',
    caughtBy: 'a killed worker loses only its own connections, and is replaced',
  },
  {
    change: 'a broken channel ends the master',
    find: 'if (!(error instanceof SystemError)) throw error;',
    replace: 'if (error instanceof SystemError) throw error;',
    caughtBy: 'a worker whose channel is broken is skipped',
  },
  {
    change: 'a client for a broken channel is lost',
    find: 'if (!(error instanceof SystemError)) throw error;',
    replace: 'if (error instanceof SystemError) return;',
    caughtBy: 'a worker whose channel is broken is skipped',
  },
  {
    change: 'a client for a full channel is lost',
    find: '[fd], MSG_DONTWAIT) === 1) return;',
    replace: '[fd], MSG_DONTWAIT)) return;',
    caughtBy: 'a worker whose channel is full is skipped',
  },
  {
    change: 'the master waits for a full channel',
    find: '[fd], MSG_DONTWAIT) === 1) return;',
    replace: '[fd], 0 * MSG_DONTWAIT) === 1) return;',
    caughtBy: 'a worker whose channel is full is skipped',
  },
];
