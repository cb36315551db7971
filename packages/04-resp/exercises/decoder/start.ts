// A RESP decoder. The task: npm start -- exercise 04-decoder

import type { RespValue } from '@bytes-up/resp';

/** What a decoder accepts. Each number is the largest that is allowed. */
export interface Limits {
  /** Bytes of a line before its CR LF, the type's byte included. */
  readonly maxLineBytes: number;
  /** Bytes of one bulk string. */
  readonly maxBulkBytes: number;
  /** Members of one array, pairs of one map. */
  readonly maxCount: number;
  /** Arrays that are open, one in the other. */
  readonly maxDepth: number;
}

/** Cuts a stream of bytes into RESP values. */
export class RespDecoder {
  constructor(limits: Limits) {
    // not written yet: keep the limits
  }

  /** Takes bytes as they come from the network: any number of them, cut anywhere. */
  push(chunk: Buffer): void {
    throw new Error('not written yet: push');
  }

  /**
   * The next value that is complete, or undefined if more bytes are needed.
   * @throws RpcError INVALID_ARGUMENT for bytes that are not RESP or exceed a limit, and
   *   at each call after that
   */
  next(): RespValue | undefined {
    throw new Error('not written yet: next');
  }
}
