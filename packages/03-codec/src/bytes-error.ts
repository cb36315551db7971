// What every decoder of this chapter throws: an RpcError that also knows the byte it stumbled over (chapter 03).

import { RpcError, type RpcErrorCode } from '@bytes-up/protocol';
import { caret } from './caret';

export interface BytesErrorOptions {
  /** Where the trouble is: bytes from the start of what was decoded. */
  readonly offset: number;
  /** What was decoded, for the picture. Leave it out for a stream, whose bytes are gone. */
  readonly bytes?: Uint8Array;
  readonly cause?: unknown;
}

/** Bytes that break a rule. The message is one line and may be sent; the picture is for the log. */
export class BytesError extends RpcError {
  /** Bytes from the start of the input (a body, a varint's buffer) or of the stream (a frame). */
  readonly offset: number;
  readonly #bytes: Uint8Array | undefined;

  constructor(code: RpcErrorCode, message: string, options: BytesErrorOptions) {
    super(code, message, { cause: options.cause });
    this.offset = options.offset;
    this.#bytes = options.bytes;
  }

  /** The bytes around the offset as hex and as text, with a caret under the bad one. Drawn only when asked for. */
  get picture(): string {
    return this.#bytes === undefined ? '' : caret(this.#bytes, this.offset);
  }
}
