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
    find: '    }, waitMs);',
    replace: '    }, timeoutMs / 1000);',
    caughtBy: 'no answer arrives',
  },
  {
    change: 'a deadline later than a timer can be passes at once',
    find: 'Math.min(timeoutMs, MAX_TIMER_MS)',
    replace: 'timeoutMs',
    caughtBy: 'a deadline later than a timer can be',
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
  {
    change: 'the host is ignored',
    find: 'net.connect(address)',
    replace: 'net.connect(address.port)',
    caughtBy: 'no such host',
  },
  {
    change: 'only a refused connection is UNAVAILABLE',
    find: "reject(new RpcError('UNAVAILABLE', `no connection: ${error.message}`, { retryable: true }));",
    replace:
      "const { code } = error as { code?: string };\n      reject(code === 'ECONNREFUSED' " +
      "? new RpcError('UNAVAILABLE', code) : error);",
    caughtBy: 'no such host',
  },
  {
    change: 'all connections are read by the newest',
    find: "socket.on('data', (chunk) => this.#read(chunk));",
    replace:
      'const shared = Connection as unknown as { newest: Connection };\n    shared.newest = this;\n' +
      "    socket.on('data', (chunk) => shared.newest.#read(chunk));",
    caughtBy: 'two clients at the same time',
  },
  {
    change: 'without a deadline, null is sent as one',
    find: 'timeoutMs === undefined ? {} : { timeout_ms: timeoutMs }',
    replace: '{ timeout_ms: timeoutMs ?? null }',
    caughtBy: 'without timeoutMs there is no deadline',
  },
  {
    change: 'options without timeoutMs time out after 1 ms',
    find: 'if (timeoutMs === undefined) return result;',
    replace: 'if (arguments.length < 3) return result;',
    caughtBy: 'without timeoutMs there is no deadline',
  },
  {
    change: 'a deadline of 0 ms is taken for none',
    find: 'if (timeoutMs === undefined) return result;',
    replace: 'if (!timeoutMs) return result;',
    caughtBy: 'a deadline of 0 ms',
  },
  {
    change: 'all calls have one timer',
    find: 'return result.finally(() => clearTimeout(timer));',
    replace:
      'const shared = this as { timer?: NodeJS.Timeout };\n    shared.timer = timer;\n' +
      '    return result.finally(() => clearTimeout(shared.timer));',
    caughtBy: 'each call has its own deadline',
  },
  {
    change: 'a late answer ends the chunk',
    find: 'this.#calls.complete(body); // false: its caller has stopped waiting',
    replace: 'if (!this.#calls.complete(body)) return;',
    caughtBy: 'its answer arrives late, and another call goes on',
  },
  {
    change: 'a missed deadline throws away what has arrived',
    find: "this.#calls.cancel(id, new RpcError('DEADLINE_EXCEEDED', `no answer in ${timeoutMs} ms`));",
    replace:
      "this.#calls.cancel(id, new RpcError('DEADLINE_EXCEEDED', 'late'));\n" +
      '      this.#decoder = new FrameDecoder({ maxFrameBytes: MAX_FRAME_BYTES });',
    caughtBy: 'its answer arrives late, and another call goes on',
  },
  {
    change: "the timer is unref'd and not cleared",
    find: 'return result.finally(() => clearTimeout(timer));',
    replace: 'timer.unref();\n    return result;',
    caughtBy: 'a call that ends in time leaves no timer',
  },
  {
    change: 'the timer is cleared only after a result',
    find: 'return result.finally(() => clearTimeout(timer));',
    replace:
      'return result.then((value) => {\n      clearTimeout(timer);\n      return value;\n    });',
    caughtBy: 'nor does one that ends with an error',
  },
  {
    change: 'the end of the connection changes the error of later calls',
    find: "    socket.once('close', () => {\n",
    replace:
      "    socket.once('close', () => {\n" +
      "      this.call = () => Promise.reject(new RpcError('UNAVAILABLE', 'it ended'));\n",
    caughtBy: 'after a broken answer the client ends the connection',
  },
  {
    change: 'the limit is 4,000,000 bytes',
    find: '4 * 1024 * 1024',
    replace: '4_000_000',
    caughtBy: 'an answer of exactly 4,194,304 bytes',
  },
  {
    change: 'what arrives is read later, when the calls may have failed',
    find: "socket.on('data', (chunk) => this.#read(chunk));",
    replace: "socket.on('data', (chunk) => setTimeout(() => this.#read(chunk), 5));",
    caughtBy: 'an answer just before the end',
  },
  {
    change: 'a broken answer does not stop the loop',
    find: 'this.#calls.complete(body); // false: its caller has stopped waiting',
    replace:
      'try {\n          this.#calls.complete(body);\n        } catch (error) {\n' +
      '          setImmediate(() => this.#end(error as Error));\n        }',
    caughtBy: 'an answer that is not JSON, between two answers',
  },
  {
    change: 'no answer of a chunk with a broken length counts',
    find:
      'for (let body = this.#decoder.next(); body !== undefined; body = this.#decoder.next()) {\n' +
      '        this.#calls.complete(body); // false: its caller has stopped waiting\n      }\n',
    replace:
      'const bodies: Buffer[] = [];\n' +
      '      for (let body = this.#decoder.next(); body !== undefined; body = this.#decoder.next())\n' +
      '        bodies.push(body);\n      for (const body of bodies) this.#calls.complete(body);\n',
    caughtBy: 'a length over the limit, between two answers',
  },
];
