// A Fibonacci service. The task: npm start -- exercise 09-fibonacci

import type { Json, SyncService } from '@bytes-up/protocol';

export const fibonacci = {
  fib: { out: 'fib_r', handle: (params: Json) => fibonacciOf(params) },
} satisfies SyncService;

/**
 * 0, 1, 1, 2, 3, 5, …
 * @param n an integer from 0 to 78
 * @throws RpcError INVALID_ARGUMENT for anything else
 */
function fibonacciOf(n: Json): number {
  throw new Error('not written yet: fibonacciOf');
}
