// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the unsent rest of an answer is dropped',
    find: 'this.#unsent = this.#unsent.subarray(sent);',
    replace: 'this.#unsent = Buffer.alloc(0);',
    caughtBy: 'an answer larger than the buffers arrives complete',
  },
  {
    change: 'EAGAIN is mistaken for the end of the stream',
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
    caughtBy: 'the process sleeps', // while nothing happens, or while its answers wait
  },
  {
    change: 'all that has arrived from one client is answered in one turn',
    find: 'const READ_BYTES = 4 * 1024;',
    replace: 'const READ_BYTES = 256 * 1024;',
    caughtBy: 'a ping is answered while another client has many calls',
  },
  {
    change: 'send is repeated until everything is sent',
    find: 'if (!this.#flush()) {',
    replace: 'while (!this.#flush());\n      if (this.#unsent.length > 0) {',
    caughtBy: 'a client that never reads is no longer read from, and does not block the others',
  },
  {
    change: 'while an answer is waiting, a connection is also watched for requests',
    find: "want === 'write' ? EPOLLOUT : EPOLLIN",
    replace: "want === 'write' ? EPOLLOUT | EPOLLIN : EPOLLIN",
    caughtBy: 'while its answers are waiting, the process sleeps',
  },
  {
    change: 'requests that the kernel had received at the stop are dropped',
    find: 'for (let turns = 0; turns < LAST_TURNS && (await loop.turn(0)) > 0; turns++);',
    replace: 'void LAST_TURNS;',
    caughtBy: 'what has arrived before the signal is answered',
  },
  {
    change: 'a client that does not read delays the stop',
    find: 'while (loop.connections > 0 && performance.now() < endsAtMs)',
    replace: 'void endsAtMs;\n  while (loop.connections > 0)',
    caughtBy: '10.4/slow-reader',
  },
  {
    change: 'importing the file starts the server',
    find: 'if (require.main === module) void main();',
    replace: 'void main();',
    caughtBy: 'importing it does not start a server',
  },
  {
    change: 'the wait has no timeout, so it notices only signals that interrupt it',
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
  {
    change: 'a closing connection is read until the client closes it',
    find: 'if (performance.now() > connection.lingersUntilMs) this.#remove(connection);',
    replace: 'if (performance.now() > connection.lingersUntilMs + 1e9) this.#remove(connection);',
    caughtBy: '11.2/',
  },
  {
    change: 'only ECONNRESET is expected, and not EPIPE',
    find: 'if (!(error instanceof SystemError)) throw error;',
    replace: "if (!(error instanceof SystemError && error.code === 'ECONNRESET')) throw error;",
    caughtBy: 'descriptors of clients that have reset or closed the connection are closed',
  },
  {
    change: 'a connection that has failed is forgotten, but its descriptor stays open',
    find: "if (want === 'nothing') this.#remove(connection);",
    replace: `if (want === 'nothing' && before !== 'discard') {
      epoll_ctl(this.#epfd, EPOLL_CTL_DEL, fd);
      this.#connections.delete(fd);
    } else if (want === 'nothing') this.#remove(connection);`,
    caughtBy: 'descriptors of clients that have reset or closed the connection are closed',
  },
  {
    change: 'at the stop the requests behind an unsent answer are dropped',
    find: '  endInput(): void {\n',
    replace: "  endInput(): void {\n    if (this.want === 'write') this.#framingLost = true;\n",
    caughtBy: '10.2/behind-an-answer',
  },
];
