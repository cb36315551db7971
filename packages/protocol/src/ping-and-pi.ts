// The two methods that every server of the course offers.

import type { Json } from './json';
import { RpcError } from './rpc-error';
import type { SyncService } from './service';

/** The largest n that `pi` accepts. It takes about 10 ms on one core. */
export const MAX_PI_TERMS = 10_000_000;

// #region service
export const pingAndPi = {
  ping: { out: 'pong', handle: (params: Json) => params },
  pi: { out: 'pi_r', handle: (params: Json) => estimatePi(params) },
} satisfies SyncService;
// #endregion service

/**
 * π as the square root of eight times the sum of 1/(2i+1)² for i = 0 … n (clause 12.2).
 * @throws RpcError INVALID_ARGUMENT unless n is an integer from 0 to MAX_PI_TERMS.
 */
export function estimatePi(n: Json): number {
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 0 || n > MAX_PI_TERMS) {
    const actual = JSON.stringify(n)?.slice(0, 40);
    throw new RpcError(
      'INVALID_ARGUMENT',
      `pi takes an integer from 0 to ${MAX_PI_TERMS}, got ${actual}`,
    );
  }
  let sum = 0;
  for (let i = 0; i <= n; i++) sum += 1 / ((2 * i + 1) * (2 * i + 1));
  return Math.sqrt(8 * sum);
}
