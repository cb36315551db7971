// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a worker ends after its first client',
    find: 'await serveConnection(client.fd, stopped);',
    replace: '{\n        await serveConnection(client.fd, stopped);\n        _exit(0);\n      }',
    caughtBy: 'a client that resets its connection does not end a worker',
  },
  {
    change: 'a worker that has died is not replaced',
    find: 'while (workers.size < count) {',
    replace: 'while (!isReady && workers.size < count) {',
    caughtBy: 'a killed worker affects only its own client, and is replaced',
  },
  {
    change: 'one worker too many',
    find: 'while (workers.size < count) {',
    replace: 'while (workers.size <= count) {',
    caughtBy: 'the workers are running before any client connects',
  },
  {
    change: 'the master accepts and serves as well',
    find: '    sleepOrWake(POLL_MS);',
    replace: `    const client = tryAccept(listener);
    if (typeof client !== 'string') await serveConnection(client.fd, () => false);`,
    caughtBy: /the next client waits|as many clients are served at the same time as there are/,
  },
  {
    change: 'the workers outlive a master that is killed',
    find: "  prctl(PR_SET_PDEATHSIG, 'SIGKILL');\n",
    replace: '  void [prctl, PR_SET_PDEATHSIG];\n',
    caughtBy: 'the workers do not outlive the master',
  },
  {
    change: 'a worker does not see the stop',
    find: "  interruptOn('SIGTERM');\n  signal('SIGINT', SIG_IGN);",
    replace: "  signal('SIGTERM', SIG_IGN);\n  signal('SIGINT', SIG_IGN);",
    caughtBy: 'clients that are idle see the end',
  },
  {
    change: 'ctrl-C ends the workers in the middle of their calls',
    find: "  signal('SIGINT', SIG_IGN);",
    replace: '  void [signal, SIG_IGN];',
    caughtBy: '10.2/group-sigint',
  },
];
