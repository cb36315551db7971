// The computations of the five methods, for the library's server and the one by hand.

import { estimatePi, RpcError } from '@bytes-up/protocol';

/** π with n terms. The schema requires n > 0. @throws RpcError INVALID_ARGUMENT */
export function piOf(n: number): number {
  if (n <= 0) throw new RpcError('INVALID_ARGUMENT', `n must be above 0, got ${n}`);
  return estimatePi(n);
}

/** With 1, 2, 4, … terms, and finally with all of them. */
export function* approximations(n: number): Generator<number> {
  const last = piOf(n);
  for (let terms = 1; terms < n; terms *= 2) yield piOf(terms);
  yield last;
}

export async function meanOf(numbers: AsyncIterable<number>): Promise<number> {
  let [sum, count] = [0, 0];
  for await (const n of numbers) {
    sum += piOf(n);
    count++;
  }
  if (count === 0) throw new RpcError('INVALID_ARGUMENT', 'the mean needs at least one request');
  return sum / count;
}
