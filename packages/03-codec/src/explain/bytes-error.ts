// The error that every decoder of this chapter throws: an RpcError with the offset of the
// bad byte (chapter 03).

import { RpcError, type RpcErrorCode } from '@bytes-up/protocol';
import { caret } from './caret';

export interface BytesErrorOptions {
  /** The offset of the bad byte from the start of the input. */
  readonly offset: number;
  /**
   * The input, for the picture. For a stream, the part that is still in memory, if any.
   */
  readonly bytes?: Uint8Array;
  /** The stream offset of `bytes`, if they are part of a stream. Default 0. */
  readonly bytesAt?: number;
  readonly cause?: unknown;
}

/**
 * Invalid bytes. The message is one line and may be sent to the peer. The picture is for
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
   * on demand.
   */
  get picture(): string {
    if (this.#bytes === undefined) return '';
    return caret(this.#bytes, this.offset - this.#bytesAt, { first: this.#bytesAt });
  }
}
