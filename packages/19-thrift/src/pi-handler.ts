// The methods (chapter 19), for the library's server and the one by hand.

import { estimatePi, RpcError } from '@bytes-up/protocol';

/** The exception of pi.thrift. */
export class IllegalN extends Error {
  override readonly name = 'IllegalN';
}

// #region calc
/** π with n terms. @throws IllegalN unless n > 0, as the schema requires */
export function piOf(n: number): number {
  if (!(n > 0)) throw new IllegalN(`n must be above 0, got ${n}`);
  try {
    return estimatePi(n);
  } catch (error) {
    throw error instanceof RpcError ? new IllegalN(error.message) : error;
  }
}
// #endregion calc
