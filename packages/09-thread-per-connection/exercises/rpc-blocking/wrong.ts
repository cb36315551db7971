// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'accept blocks until a client connects, whatever happens',
    find: 'setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, POLL_MS);',
    replace: '',
    caughtBy: 'accept does not block forever',
  },
  {
    change: 'the descriptor is not closed',
    find: '    close(fd);',
    replace: '    void close;',
    caughtBy: 'its descriptor is closed',
  },
  {
    change: 'a reset of the connection is thrown, and ends the server',
    find: 'if (!(error instanceof SystemError)) throw error;',
    replace: 'throw error;',
    caughtBy: /8\.3\/reset-inside-a|a client that has reset or closed the connection/,
  },
  {
    change: 'send is expected to send everything',
    find: 'for (let sent = 0; sent < bytes.length;) {',
    replace: 'for (let sent = 0; sent < 1;) {',
    caughtBy: 'an answer larger than the buffers arrives complete',
  },
  {
    change: 'the buffer of recv is kept, and the next recv overwrites it',
    find: 'Buffer.from(this.#buffer.subarray(0, count))',
    replace: 'this.#buffer.subarray(0, count)',
    caughtBy: 'an answer larger than the buffers arrives complete',
  },
  {
    change: 'the connection is closed with unread bytes',
    find: '    connection.closeGently();\n',
    replace: '',
    caughtBy: /11\.1\/last-answer|10\.2\/unread-answer/,
  },
  {
    change: 'the stop is not checked while a client is silent',
    find: 'const stopping = this.#isStopping();',
    replace: 'const stopping = this.#endsAtMs < Infinity;',
    caughtBy: '10.4/idle-connections',
  },
  {
    change: 'a client that does not read delays the stop',
    find: 'if (this.#isStopping() && performance.now() > this.#endsAtMs) return false;',
    replace: '',
    caughtBy: '10.4/slow-reader',
  },
  {
    change: 'it listens on all addresses',
    find: 'bind(listener, { host, port });',
    replace: "bind(listener, { host: host && '0.0.0.0', port });",
    caughtBy: 'it listens on this address, and on no other',
  },
  {
    change: 'only ECONNRESET is expected, and not EPIPE',
    find: 'if (!(error instanceof SystemError)) throw error;',
    replace: "if (!(error instanceof SystemError && error.code === 'ECONNRESET')) throw error;",
    caughtBy: 'so is the descriptor of a client that has reset or closed the connection',
  },
  {
    change: 'a closing connection is read until the client closes it',
    find: 'while (performance.now() < endsAtMs) if (tryRecv',
    replace: 'while (!this.stopped() || performance.now() < endsAtMs) if (tryRecv',
    caughtBy: '11.2/',
  },
  {
    change: 'the descriptor stays open after an error',
    find: `throw error;
  } finally {
    close(fd);
  }`,
    replace: `throw error;
    return;
  }
  close(fd);`,
    caughtBy: 'so is the descriptor of a client that has reset or closed the connection',
  },
  {
    change: 'at the stop it receives only once more',
    find: '      if (!(await this.#answerAll())) return;',
    replace: '      if (!(await this.#answerAll()) || stopping) return;',
    caughtBy: 'all requests that have arrived at the signal are answered',
  },
  {
    change: 'at the stop the requests behind an answer that waits are dropped',
    find: 'if (answer !== undefined && !this.#send(answer)) return false;',
    replace:
      'const was = this.#isStopping();\n' +
      '      if (answer !== undefined && !this.#send(answer)) return false;\n' +
      '      if (!was && this.#isStopping()) return false;',
    caughtBy: '10.2/behind-an-answer',
  },
];
