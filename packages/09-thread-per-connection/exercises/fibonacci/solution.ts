// A Fibonacci service, solved.
//
// Why 78 is the largest: number 79 is 14,472,334,024,676,221, which is more than 2^53. A
// number in JavaScript, and in most JSON parsers, is exact only up to there, so the last
// digits of the answer would be silently wrong.

import { RpcError, type Json, type SyncService } from '@bytes-up/protocol';

const MAX_N = 78;

export const fibonacci = {
  fib: { out: 'fib_r', handle: (params: Json) => fibonacciOf(params) },
} satisfies SyncService;

/**
 * 0, 1, 1, 2, 3, 5, …
 * @param n an integer from 0 to 78
 * @throws RpcError INVALID_ARGUMENT for anything else
 */
function fibonacciOf(n: Json): number {
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 0 || n > MAX_N)
    throw new RpcError('INVALID_ARGUMENT', `fib takes an integer from 0 to ${MAX_N}`);
  let [current, next] = [0, 1];
  for (let at = 0; at < n; at++) [current, next] = [next, current + next];
  return current;
}
