import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/shared-stop-flag.test.ts › a flag that one thread sets in shared memory is seen by another',
    change: 'the memory of the stop is not shared',
    file: 'src/shared-stop-flag.ts',
    find: 'new SharedArrayBuffer(',
    replace: 'new ArrayBuffer(',
  },
  {
    claim:
      'src/server.test.ts › at ctrl-C the requests that were read are answered, and those that the kernel had received are refused',
    change: 'what the kernel had received is not refused',
    file: 'packages/08-single-thread-sync/src/connection.ts',
    find: "if (received === 'stopping') return this.#refuseWaiting();",
    replace: "if (received === 'stopping') return CLOSED.stopping;",
  },
  {
    claim:
      'src/server.test.ts › at the maximum number of threads the next client waits until another one leaves',
    change: 'the number of threads has no limit',
    file: 'src/threads.ts',
    find: 'this.#running.size >= this.#max',
    replace: 'this.#running.size >= Infinity',
  },
  {
    claim:
      'src/server.test.ts › a handler that throws is answered with an error, and its thread goes on',
    change: 'a handler that throws ends its thread',
    file: 'packages/08-single-thread-sync/src/connection.ts',
    find: 'log(`${name} handler of ${method} threw ${String(thrown)}`),',
    replace: 'process.exit(1),',
  },
  {
    claim: 'src/data-race.test.ts › Atomics.add loses no updates',
    change: 'it is not atomic',
    file: 'src/data-race.ts',
    find: 'Atomics.add(shared, COUNTER, 1);',
    replace: 'shared[COUNTER] = (shared[COUNTER] ?? 0) + 1;',
  },
  {
    claim:
      'src/server.test.ts › a pool serves as many clients as it has threads; the next one waits until one of them leaves',
    change: 'the pool is larger than --workers says',
    file: 'src/pool.ts',
    find: 'Math.min(flags.workers ?? 1, limits.maxConnections)',
    replace: '1 + Math.min(flags.workers ?? 1, limits.maxConnections)',
  },
];
