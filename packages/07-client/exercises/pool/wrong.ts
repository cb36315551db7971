// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'connections that are being opened do not count',
    find: 'this.#lent.size + this.#opening <',
    replace: 'this.#lent.size <',
    caughtBy: 'connections that are being opened count',
  },
  {
    change: 'a caller that has left stays in the queue',
    find: '        this.#queue.delete(caller);\n',
    replace: '',
    caughtBy: 'the next caller gets its turn',
  },
  {
    change: 'the oldest idle one is lent first',
    find: 'this.#idle.pop()',
    replace: 'this.#idle.shift()',
    caughtBy: 'the one that came back last is lent first',
  },
  {
    change: 'the last caller in the queue is first',
    find: 'const [first] = this.#queue;',
    replace: 'const first = [...this.#queue].at(-1);',
    caughtBy: 'the caller that has waited longest is first',
  },
  {
    change: 'a caller whose connection is being opened counts as waiting',
    find: 'this.#queue.size - this.#opening;',
    replace: 'this.#queue.size;',
    caughtBy: 'a caller whose connection is being opened does not count as waiting',
  },
  {
    change: 'the queue has no bound',
    find: "overflow === 'fail' || waiting >= maxWaiting",
    replace: "overflow === 'fail' || waiting > 1e6 + maxWaiting",
    caughtBy: 'a full queue rejects',
  },
  {
    change: 'a lost connection makes no room for a waiting caller',
    find: '      connection.close();\n      return this.#openForQueue();',
    replace: '      connection.close();\n      return;',
    caughtBy: 'it makes room for a waiting caller',
  },
  {
    change: 'an idle connection is lent without checking it',
    find: 'if (connection?.isLost === true) {',
    replace: 'if (connection?.isLost === undefined && connection !== undefined) {',
    caughtBy: 'lost while it was idle',
  },
  {
    change: 'after open has failed nothing is opened for the next caller',
    find: '      this.#next()?.reject(error as Error);\n      this.#openForQueue();',
    replace: '      this.#next()?.reject(error as Error);',
    caughtBy: 'open fails while another caller is waiting',
  },
  {
    change: 'a connection that could not be opened takes up room forever',
    find: '    } catch (error) {\n      this.#opening--;',
    replace: '    } catch (error) {',
    caughtBy: 'open fails',
  },
  {
    change: 'the error of open is replaced by another one with its code',
    find: 'this.#next()?.reject(error as Error);',
    replace: "this.#next()?.reject(new RpcError('UNAVAILABLE', String(error)));",
    caughtBy: 'open fails',
  },
  {
    change: 'a lost connection counts as lent',
    find: '    if (!this.#lent.delete(connection)) return; // already given back, or not ours\n',
    replace:
      '    if (!this.#lent.has(connection)) return;\n' +
      '    if (!connection.isLost) this.#lent.delete(connection);\n',
    caughtBy: 'it makes room for a waiting caller',
  },
  {
    change: 'a connection that is not from this pool is closed',
    find: 'if (!this.#lent.delete(connection)) return; // already given back, or not ours',
    replace:
      'if (!this.#lent.delete(connection)) {\n' +
      '      if (!this.#idle.includes(connection)) connection.close();\n' +
      '      return;\n' +
      '    }',
    caughtBy: 'it makes room for a caller that comes later',
  },
  {
    change: 'a connection is handed over later, and another caller can come first',
    find: '    this.#offer(connection);\n  }\n\n  /** Closes idle',
    replace: '    queueMicrotask(() => this.#offer(connection));\n  }\n\n  /** Closes idle',
    caughtBy: 'a caller that comes at this moment is not first',
  },
  {
    change: 'a signal that was already aborted is checked after the idle connections',
    find: `    if (signal?.aborted === true) return Promise.reject(cancelled(signal));
    const idle = this.#takeIdle();
    if (idle !== undefined) return Promise.resolve(idle);
`,
    replace: `    const idle = this.#takeIdle();
    if (idle !== undefined) return Promise.resolve(idle);
    if (signal?.aborted === true) return Promise.reject(cancelled(signal));
`,
    caughtBy: 'before it called, and one is idle',
  },
  {
    change: 'a connection does not count any more when its caller leaves',
    find: '        this.#queue.delete(caller);\n',
    replace:
      '        this.#queue.delete(caller);\n' +
      '        if (this.#opening > this.#queue.size) this.#opening--;\n',
    caughtBy: 'it leaves, and its connection still counts',
  },
  {
    change: 'given back twice, lent twice',
    find: 'if (!this.#lent.delete(connection)) return; // already given back, or not ours',
    replace: 'this.#lent.delete(connection);',
    caughtBy: 'it makes room for a caller that comes later',
  },
  {
    change: 'a signal that was already aborted is not checked',
    find: 'if (signal?.aborted === true) return Promise.reject(cancelled(signal));',
    replace: '',
    caughtBy: 'before it called',
  },
];
