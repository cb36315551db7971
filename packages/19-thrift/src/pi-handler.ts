// What the methods do, for the library's server and for the one by hand.

import { estimatePi, RpcError } from '@bytes-up/protocol';

/** The exception of pi.thrift, in words. */
export class IllegalN extends Error {
  override readonly name = 'IllegalN';
}

// #region calc
/** π by n terms. @throws IllegalN: the IDL's rule is that n is above 0 */
export function piOf(n: number): number {
  if (!(n > 0)) throw new IllegalN(`n must be above 0, got ${n}`);
  try {
    return estimatePi(n);
  } catch (error) {
    throw error instanceof RpcError ? new IllegalN(error.message) : error;
  }
}
// #endregion calc
