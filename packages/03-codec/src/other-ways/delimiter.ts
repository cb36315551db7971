// The other way to mark the end of a message: a delimiter after it, like the line feed in
// a text file (chapter 03). You don't need the length in advance, but the body must not
// contain the delimiter, and the reader has to look at every byte.

import { RpcError } from '@bytes-up/protocol';
import { asBuffer } from '../frame/as-buffer';
import { FrameError } from '../frame/frame-decoder';

const DEFAULT_DELIMITER = Buffer.from('\n');
/** The initial buffer size for an unfinished body, in bytes. It doubles as needed. */
const FIRST_ROOM_BYTES = 256;

export interface DelimiterDecoderOptions {
  /**
   * The largest body in bytes, inclusive, without its delimiter.
   */
  readonly maxBodyBytes: number;
  /** One byte or more. Default: a line feed. */
  readonly delimiter?: Uint8Array | string;
}

/**
 * Splits a stream at its delimiters. push, next and end work as in FrameDecoder. The
 * bytes of an unfinished body are copied into one growing buffer and searched once, so
 * the work is linear for chunks of any size.
 */
export class DelimiterDecoder {
  readonly #maxBodyBytes: number;
  readonly #delimiter: Buffer;
  #bytes = Buffer.alloc(0);
  /** Where the current body starts in #bytes. */
  #start = 0;
  /** Where the received bytes end in #bytes. */
  #end = 0;
  /** No delimiter starts before this offset, because those bytes were searched. */
  #searched = 0;
  /** The stream offset of #bytes[0]. */
  #streamOffset = 0;
  #error: FrameError | undefined;

  constructor(options: DelimiterDecoderOptions) {
    this.#maxBodyBytes = options.maxBodyBytes;
    this.#delimiter = toDelimiter(options.delimiter);
  }

  get bufferedBytes(): number {
    return this.#end - this.#start;
  }

  /** Copies the chunk. */
  push(chunk: Uint8Array): void {
    if (this.#error !== undefined || chunk.length === 0) return;
    this.#makeRoom(chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /**
   * The next complete body without its delimiter, or undefined when more bytes are
   * needed.
   * @throws FrameError RESOURCE_EXHAUSTED when a body is longer than the limit, and at
   * each call after that.
   */
  next(): Buffer | undefined {
    if (this.#error !== undefined) throw this.#error;
    const received = this.#bytes.subarray(0, this.#end);
    const at = received.indexOf(this.#delimiter, this.#searched);
    // Without a hit, the last bytes may be the beginning of a delimiter, so only these
    // are searched again.
    this.#searched = Math.max(at < 0 ? this.#end - this.#delimiter.length + 1 : at, this.#start);
    if (this.#searched - this.#start > this.#maxBodyBytes) throw this.#fail();
    if (at < 0) return undefined;
    const body = received.subarray(this.#start, at);
    this.#start = this.#searched = at + this.#delimiter.length;
    return body;
  }

  /**
   * Call this when the stream has ended and `next()` has returned undefined.
   * @throws FrameError INVALID_ARGUMENT when the stream ended inside a body.
   */
  end(): void {
    if (this.#error !== undefined) throw this.#error;
    if (this.bufferedBytes === 0) return;
    const message = `the stream ended without a delimiter after ${this.bufferedBytes} bytes`;
    const offset = this.#streamOffset + this.#start;
    throw new FrameError('INVALID_ARGUMENT', message, { offset });
  }

  /**
   * Moves to a new buffer when this one is full. Bodies that were returned are views of
   * the old one, and they stay valid.
   */
  #makeRoom(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return;
    const kept = this.bufferedBytes;
    const room = Buffer.allocUnsafeSlow(Math.max((kept + bytes) * 2, FIRST_ROOM_BYTES));
    this.#bytes.copy(room, 0, this.#start, this.#end);
    this.#bytes = room;
    this.#streamOffset += this.#start;
    this.#searched -= this.#start;
    this.#end = kept;
    this.#start = 0;
  }

  #fail(): FrameError {
    const message = `no delimiter within maxBodyBytes ${this.#maxBodyBytes}`;
    const offset = this.#streamOffset + this.#start;
    this.#bytes = Buffer.alloc(0);
    this.#start = this.#end = 0;
    this.#error = new FrameError('RESOURCE_EXHAUSTED', message, { offset });
    return this.#error;
  }
}

// #region encode
/**
 * The body followed by the delimiter.
 * @throws RpcError INVALID_ARGUMENT when the reader would split the body elsewhere.
 */
export function encodeDelimited(
  body: Uint8Array | string,
  delimiter?: Uint8Array | string,
): Buffer {
  const end = toDelimiter(delimiter);
  const whole = Buffer.concat([typeof body === 'string' ? Buffer.from(body) : body, end]);
  const at = whole.indexOf(end);
  if (at < whole.length - end.length) {
    throw new RpcError('INVALID_ARGUMENT', `the body contains the delimiter at byte ${at}`);
  }
  return whole;
}
// #endregion encode

function toDelimiter(delimiter: Uint8Array | string = DEFAULT_DELIMITER): Buffer {
  const bytes = typeof delimiter === 'string' ? Buffer.from(delimiter) : asBuffer(delimiter);
  if (bytes.length === 0) throw new RangeError('a delimiter has at least one byte');
  return bytes;
}
