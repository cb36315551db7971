// The other way to say where a message ends: a delimiter behind it, as in a text file's
// lines (chapter 03). It needs no length in front, but the body must not contain it, and
// the reader looks at every byte.

import { RpcError } from '@bytes-up/protocol';
import { asBuffer } from '../frame/as-buffer';
import { FrameError } from '../frame/frame-decoder';

const DEFAULT_DELIMITER = Buffer.from('\n');
/** Room for an unfinished body to begin with, in bytes; it doubles as needed. */
const FIRST_ROOM_BYTES = 256;

export interface DelimiterDecoderOptions {
  /**
   * The largest body, in bytes, without its delimiter; exactly this many are accepted.
   */
  readonly maxBodyBytes: number;
  /** One byte or more. Default: a line feed. */
  readonly delimiter?: Uint8Array | string;
}

/**
 * Cuts a stream at its delimiters. push, next and end as in FrameDecoder. The bytes of an
 * unfinished body are copied into one growing buffer and looked at once: linear, whatever
 * the chunks.
 */
export class DelimiterDecoder {
  readonly #maxBodyBytes: number;
  readonly #delimiter: Buffer;
  #bytes = Buffer.alloc(0);
  /** Where the body in progress starts in #bytes. */
  #start = 0;
  /** Where the bytes end that have come. */
  #end = 0;
  /** No delimiter starts before this place: what is behind it was searched already. */
  #searched = 0;
  /** The stream's offset of #bytes[0]. */
  #streamOffset = 0;
  #error: FrameError | undefined;

  constructor(options: DelimiterDecoderOptions) {
    this.#maxBodyBytes = options.maxBodyBytes;
    this.#delimiter = toDelimiter(options.delimiter);
  }

  get bufferedBytes(): number {
    return this.#end - this.#start;
  }

  /** Takes a copy of the chunk. */
  push(chunk: Uint8Array): void {
    if (this.#error !== undefined || chunk.length === 0) return;
    this.#makeRoom(chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  // #region next
  /**
   * The next complete body without its delimiter, or undefined when more bytes are
   * needed.
   * @throws FrameError RESOURCE_EXHAUSTED when a body is longer than the limit, and at
   * each call after that.
   */
  next(): Buffer | undefined {
    if (this.#error !== undefined) throw this.#error;
    const come = this.#bytes.subarray(0, this.#end);
    const at = come.indexOf(this.#delimiter, this.#searched);
    // Without a hit, the last bytes may be the beginning of a delimiter: they are
    // searched again, no others.
    this.#searched = Math.max(at < 0 ? this.#end - this.#delimiter.length + 1 : at, this.#start);
    if (this.#searched - this.#start > this.#maxBodyBytes) throw this.#fail();
    if (at < 0) return undefined;
    const body = come.subarray(this.#start, at);
    this.#start = this.#searched = at + this.#delimiter.length;
    return body;
  }
  // #endregion next

  /**
   * @throws FrameError INVALID_ARGUMENT when the stream ended inside a body. Call it when
   * `next()` has returned undefined.
   */
  end(): void {
    if (this.#error !== undefined) throw this.#error;
    if (this.bufferedBytes === 0) return;
    const message = `the stream ended without a delimiter after ${this.bufferedBytes} bytes`;
    const offset = this.#streamOffset + this.#start;
    throw new FrameError('INVALID_ARGUMENT', message, { offset });
  }

  /**
   * Moves to a new buffer when this one is full; bodies that were returned are views of
   * the old one and stay as they are.
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
 * The body and the delimiter behind it.
 * @throws RpcError INVALID_ARGUMENT when the reader would cut the body somewhere else.
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
