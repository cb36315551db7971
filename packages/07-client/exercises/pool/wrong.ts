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
    change: 'given back twice, lent twice',
    find: 'if (!this.#lent.delete(connection)) return; // already given back, or not ours',
    replace: 'this.#lent.delete(connection);',
    caughtBy: 'a connection that is given back twice',
  },
  {
    change: 'a signal that was already aborted is not checked',
    find: 'if (signal?.aborted === true) return Promise.reject(cancelled(signal));',
    replace: '',
    caughtBy: 'before it called',
  },
];
