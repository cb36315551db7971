// FrameDecoder for servers: the same bodies, and those that are all ASCII as strings
// (chapter 03). A chunk often has many small frames, and decoding it once is cheaper than
// decoding each of its bodies.

import { isAscii } from 'node:buffer';
import { asBuffer } from './as-buffer';
import { FrameDecoder, type FrameDecoderOptions, type FrameDecoderState } from './frame-decoder';

/**
 * What a node:net socket reads at once, at most. A longer chunk would have to be kept
 * twice, as bytes and as a string, until its last body is taken.
 */
const MAX_TEXT_BYTES = 64 * 1024;
const NO_BYTES = Buffer.alloc(0);

/** Reads the bodies of a stream. See FrameDecoder for what it checks. */
export class BodyReader {
  readonly #decoder: FrameDecoder;
  /** The newest chunk. */
  #chunk: Uint8Array = NO_BYTES;
  /** The same as a string, one character for each byte, once a body needed it. */
  #text: string | undefined;
  /** Each byte of the chunk is ASCII, also those of the lengths. */
  #isAscii = true;

  constructor(options: FrameDecoderOptions) {
    this.#decoder = new FrameDecoder(options);
  }

  /** Valid after `next()` has returned undefined. */
  get state(): FrameDecoderState {
    return this.#decoder.state;
  }

  /** Takes bytes from the stream, which must not change afterwards. */
  push(chunk: Uint8Array): void {
    this.#decoder.push(chunk);
    this.#chunk = chunk.length <= MAX_TEXT_BYTES ? chunk : NO_BYTES;
    this.#isAscii = isAscii(this.#chunk);
    this.#text = undefined;
  }

  /**
   * The next body: a string if all its bytes are ASCII and came in the newest chunk,
   * otherwise the bytes. Undefined when more bytes are needed.
   * @throws FrameError as FrameDecoder.next does
   */
  next(): Buffer | string | undefined {
    const isInChunk = this.#decoder.bufferedBytes <= this.#chunk.length;
    if (isInChunk && this.#isAscii) return this.#nextText();
    const body = this.#decoder.next();
    if (body === undefined) return this.#forget();
    const end = this.#chunk.length - this.#decoder.bufferedBytes;
    const start = end - body.length;
    if (start < 0) return body; // some of it came earlier
    // A length byte of 128 or more is not ASCII: then each body is looked at.
    return isAscii(body) ? this.#textOf(start, end) : body;
  }

  /** The same where the chunk is ASCII: no view of a body is made, which has a cost. */
  #nextText(): string | undefined {
    const length = this.#decoder.skip();
    if (length === undefined) return this.#forget();
    const end = this.#chunk.length - this.#decoder.bufferedBytes;
    return this.#textOf(end - length, end);
  }

  #textOf(start: number, end: number): string {
    this.#text ??= asBuffer(this.#chunk).toString('latin1');
    return this.#text.substring(start, end);
  }

  /** A connection that waits should not keep a chunk whose frames are taken. */
  #forget(): undefined {
    this.#chunk = NO_BYTES;
    this.#text = undefined;
  }
}
