import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/stop-order.test.ts › what one thread orders, another one sees in the memory that they share',
    change: 'the memory of the stop is not shared',
    file: 'src/stop-order.ts',
    find: 'new SharedArrayBuffer(',
    replace: 'new ArrayBuffer(',
  },
  {
    claim:
      'src/server.test.ts › at ctrl-C the calls that were read are answered, and what the kernel had received is refused',
    change: 'what the kernel had received is not refused',
    file: 'packages/08-single-thread-sync/src/connection.ts',
    find: "if (received === 'stopping') return this.#refuseWaiting();",
    replace: "if (received === 'stopping') return CLOSED.stopping;",
  },
  {
    claim:
      'src/server.test.ts › at the bound of threads the next client waits until somebody leaves',
    change: 'threads have no bound',
    file: 'src/threads.ts',
    find: 'this.#running.size >= this.#max',
    replace: 'this.#running.size >= Infinity',
  },
  {
    claim: 'src/server.test.ts › a handler that throws is an answer, and its thread goes on',
    change: 'a handler that throws ends its thread',
    file: 'packages/08-single-thread-sync/src/connection.ts',
    find: 'log(`${this.name} handler of ${method} threw ${String(thrown)}`),',
    replace: 'process.exit(1),',
  },
  {
    claim: 'src/data-race.test.ts › Atomics.add loses none',
    change: 'it is not atomic',
    file: 'src/data-race.ts',
    find: 'Atomics.add(shared, COUNTER, 1);',
    replace: 'shared[COUNTER] = (shared[COUNTER] ?? 0) + 1;',
  },
  {
    claim:
      'src/server.test.ts › a pool serves as many clients as it has threads; the next one waits until somebody leaves',
    change: 'the pool is larger than asked for',
    file: 'src/pool.ts',
    find: 'Math.min(flags.workers ?? 1, limits.maxConnections)',
    replace: '1 + Math.min(flags.workers ?? 1, limits.maxConnections)',
  },
];
