// What every decoder of this chapter throws: an RpcError that also knows the byte it
// stumbled over (chapter 03).

import { RpcError, type RpcErrorCode } from '@bytes-up/protocol';
import { caret } from './caret';

export interface BytesErrorOptions {
  /** Where the trouble is: bytes from the start of what was decoded. */
  readonly offset: number;
  /**
   * What was decoded, for the picture. Of a stream, the piece that is still there, or
   * nothing.
   */
  readonly bytes?: Uint8Array;
  /** Where these bytes begin, if they are a piece of a stream. Default 0. */
  readonly bytesAt?: number;
  readonly cause?: unknown;
}

/**
 * Bytes that break a rule. The message is one line and may be sent; the picture is for
 * the log.
 */
export class BytesError extends RpcError {
  /**
   * Bytes from the start of the input (a body, a varint's buffer) or of the stream (a
   * frame).
   */
  readonly offset: number;
  readonly #bytes: Uint8Array | undefined;
  readonly #bytesAt: number;

  constructor(code: RpcErrorCode, message: string, options: BytesErrorOptions) {
    super(code, message, { cause: options.cause });
    this.offset = options.offset;
    this.#bytes = options.bytes;
    this.#bytesAt = options.bytesAt ?? 0;
  }

  /**
   * The bytes around the offset as hex and as text, with a caret under the bad one. Drawn
   * only when asked for.
   */
  get picture(): string {
    if (this.#bytes === undefined) return '';
    return caret(this.#bytes, this.offset - this.#bytesAt, { first: this.#bytesAt });
  }
}
