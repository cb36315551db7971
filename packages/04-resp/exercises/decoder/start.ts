// A RESP decoder. The task: npm start -- exercise 04-decoder

import type { RespValue } from '@bytes-up/resp';

/** What a decoder accepts. Each number is the largest allowed. */
export interface Limits {
  /** Bytes of a line before its CR LF, including the type byte. */
  readonly maxLineBytes: number;
  /** Bytes of one bulk string. */
  readonly maxBulkBytes: number;
  /** Members of an array, pairs of a map. */
  readonly maxCount: number;
  /** How deeply arrays may be nested. */
  readonly maxDepth: number;
}

/** Cuts a stream of bytes into RESP values. */
export class RespDecoder {
  constructor(limits: Limits) {
    // not written yet: keep the limits
  }

  /** Takes bytes as they arrive from the network: any amount, cut anywhere. */
  push(chunk: Buffer): void {
    throw new Error('not written yet: push');
  }

  /**
   * The next complete value, or undefined if more bytes are needed.
   * @throws RpcError INVALID_ARGUMENT for bytes that are not RESP or exceed a limit, and
   *   in each later call
   */
  next(): RespValue | undefined {
    throw new Error('not written yet: next');
  }
}
