// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'what the kernel did not take of an answer is dropped',
    find: 'this.#unsent = this.#unsent.subarray(sent);',
    replace: 'this.#unsent = Buffer.alloc(0);',
    caughtBy: 'an answer larger than the buffers comes whole',
  },
  {
    change: 'EAGAIN is taken for the end of the stream',
    find: `    const count = tryRecv(this.fd, room);
    if (typeof count === 'string') return;`,
    replace: `    let count = tryRecv(this.fd, room);
    for (; typeof count === 'number' && count > 0; count = tryRecv(this.fd, room))
      this.#decoder.push(Buffer.from(room.subarray(0, count)));
    if (typeof count === 'string') count = 0;`,
    caughtBy: '2.1/',
  },
  {
    change: 'a reset of a connection is thrown, and ends the server',
    find: 'if (!(error instanceof SystemError)) throw error;',
    replace: 'throw error;',
    caughtBy: '8.3/reset-inside-a',
  },
  {
    change: 'the buffer of recv is kept, and the next recv overwrites it',
    find: 'Buffer.from(room.subarray(0, count))',
    replace: 'room.subarray(0, count)',
    caughtBy: '2.2/',
  },
  {
    change: 'epoll_wait does not wait',
    find: 'while (!stopped()) await loop.turn(TICK_MS);',
    replace: 'while (!stopped()) await loop.turn(0);',
    caughtBy: 'while nothing happens, the process sleeps',
  },
  {
    change: 'all that has arrived from one client is answered in one turn',
    find: 'const READ_BYTES = 4 * 1024;',
    replace: 'const READ_BYTES = 256 * 1024;',
    caughtBy: 'a ping is answered while another client has many calls',
  },
  {
    change: 'a send is repeated until the kernel has taken all',
    find: 'if (!this.#flush()) {',
    replace: 'while (!this.#flush());\n      if (this.#unsent.length > 0) {',
    caughtBy: 'a client that never reads is not read any more, and stops no other',
  },
  {
    change: 'while an answer waits, a connection is watched for requests as well',
    find: "want === 'write' ? EPOLLOUT : EPOLLIN",
    replace: "want === 'write' ? EPOLLOUT | EPOLLIN : EPOLLIN",
    caughtBy: 'while its answers wait, the process sleeps',
  },
  {
    change: 'requests that the kernel had received at the stop are dropped',
    find: 'for (let turns = 0; turns < LAST_TURNS && (await loop.turn(0)) > 0; turns++);',
    replace: 'void LAST_TURNS;',
    caughtBy: 'what has arrived before the signal is answered',
  },
  {
    change: 'a client that does not read holds up the stop',
    find: 'while (loop.connections > 0 && performance.now() < endsAtMs)',
    replace: 'void endsAtMs;\n  while (loop.connections > 0)',
    caughtBy: '10.4/slow-reader',
  },
  {
    change: 'importing the file starts the server',
    find: 'if (require.main === module) void main();',
    replace: 'void main();',
    caughtBy: 'importing it starts nothing',
  },
  {
    change: 'the wait has no time-out, so only a signal that interrupts it is noticed',
    find: 'while (!stopped()) await loop.turn(TICK_MS);',
    replace: 'while (!stopped()) await loop.turn(-1);',
    caughtBy: 'serve takes connections from any source',
  },
  {
    change: 'the source is closed, but still watched',
    find: '    epoll_ctl(this.#epfd, EPOLL_CTL_DEL, fd);\n',
    replace: '    void EPOLL_CTL_DEL;\n',
    caughtBy: 'after the stop the source is not watched',
  },
];
