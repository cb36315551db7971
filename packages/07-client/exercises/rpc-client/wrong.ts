// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  // `npm test` tries the first two; in most of the others calls wait in vain.
  {
    change: 'a failed connect has no code',
    find: "reject(new RpcError('UNAVAILABLE', `no connection: ${error.message}`, { retryable: true }));",
    replace: 'reject(error);',
    caughtBy: 'no server at that port',
  },
  {
    change: 'the deadline is not sent',
    find: '{ timeout_ms: timeoutMs }',
    replace: '{}',
    caughtBy: 'the server is told how long the caller waits',
  },
  {
    change: 'each chunk is treated as one answer',
    find: 'for (let body = this.#decoder.next(); body !== undefined; body = this.#decoder.next()) {',
    replace: 'const body = this.#decoder.next(); if (body !== undefined) {',
    caughtBy: 'a hundred calls at once',
  },
  {
    change: 'the end of the connection is not told to the calls',
    find: "this.#calls.failAll(new RpcError('UNAVAILABLE', 'the connection ended'));",
    replace: '',
    caughtBy: 'the server ends the connection',
  },
  {
    change: 'milliseconds are converted to seconds, so the deadline passes at once',
    find: '    }, timeoutMs);',
    replace: '    }, timeoutMs / 1000);',
    caughtBy: 'no answer arrives',
  },
  {
    change: 'the promise that finally creates has no handler',
    find: 'return result.finally(() => clearTimeout(timer));',
    replace: 'void result.finally(() => clearTimeout(timer));\n    return result;',
    caughtBy: 'no answer arrives',
  },
  {
    change: 'the timer of an ended call stays',
    find: 'return result.finally(() => clearTimeout(timer));',
    replace: 'void timer;\n    return result;',
    caughtBy: 'a call that ends in time leaves no timer',
  },
  {
    change: 'a missed deadline ends the connection',
    find: "this.#calls.cancel(id, new RpcError('DEADLINE_EXCEEDED', `no answer in ${timeoutMs} ms`));",
    replace:
      "this.#calls.cancel(id, new RpcError('DEADLINE_EXCEEDED', 'late')); this.socket.destroy();",
    caughtBy: 'its answer arrives late, and another call goes on',
  },
  {
    change: 'a broken answer ends the calls, but not the connection',
    find: '    this.socket.destroy();\n  }\n}',
    replace: '  }\n}',
    caughtBy: 'after a broken answer the client ends the connection',
  },
  {
    change: 'a broken answer ends the program',
    find: 'this.#end(error as Error);',
    replace: 'throw error;',
    caughtBy: 'a length over the limit',
  },
];
