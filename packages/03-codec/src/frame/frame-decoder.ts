// Turns a stream of chunks, cut anywhere, into complete frames (chapter 03;
// docs/protocol.md, sections 2 and 3). It has push and next instead of push(): Frame[],
// because requests before a bad length are answered first (3.2) and a server must be able
// to stop between two frames (7.3).

import { asBuffer } from './as-buffer';
import { BytesError, type BytesErrorOptions } from '../explain/bytes-error';
import { ByteQueue } from '@bytes-up/byte-queue';
import type { RpcErrorCode } from '@bytes-up/protocol';

/** The size of the length before a body, in bytes. */
export const LENGTH_BYTES = 4;

// #region state
/** What the decoder waits for. */
export const FrameDecoderState = {
  /** No byte of the next frame has arrived. */
  BETWEEN_FRAMES: 'between frames',
  /** Some bytes have arrived, but the length has not been read yet. */
  IN_LENGTH: 'in length',
  /** The length is known and within the limit, but the body is not complete. */
  IN_BODY: 'in body',
  /** The frame boundary is lost, and the decoder cannot recover. */
  FAILED: 'failed',
} as const;
// #endregion state

export type FrameDecoderState = (typeof FrameDecoderState)[keyof typeof FrameDecoderState];

/**
 * A violation of the framing. `offset` is the stream offset at which the bad frame
 * starts.
 */
export class FrameError extends BytesError {
  constructor(code: RpcErrorCode, message: string, options: BytesErrorOptions) {
    super(code, `${message}, at byte ${options.offset} of the stream`, options);
  }
}

export interface FrameDecoderOptions {
  /** The largest body, in bytes, inclusive (clause 3.1). */
  readonly maxFrameBytes: number;
}

/** Splits a stream into bodies, in linear time for chunks of any size. */
export class FrameDecoder {
  readonly #maxFrameBytes: number;
  readonly #chunks = new ByteQueue();
  #state: FrameDecoderState = FrameDecoderState.BETWEEN_FRAMES;
  /** The body length of the current frame. Meaningful only in IN_BODY. */
  #bodyBytes = 0;
  /** The stream offset at which the current or the next frame starts. */
  #frameOffset = 0;
  #error: FrameError | undefined;

  constructor(options: FrameDecoderOptions) {
    const { maxFrameBytes } = options;
    if (!Number.isInteger(maxFrameBytes) || maxFrameBytes < 1 || maxFrameBytes > 0xffffffff) {
      throw new RangeError(`maxFrameBytes must be from 1 to 4294967295, got ${maxFrameBytes}`);
    }
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** Valid after `next()` has returned undefined. */
  get state(): FrameDecoderState {
    return this.#state;
  }

  /** Bytes that have come and were not returned in a frame. */
  get bufferedBytes(): number {
    return this.#chunks.length;
  }

  // #region push
  /**
   * Takes bytes from the stream. The chunk is kept, not copied: do not write into it
   * afterwards.
   */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0 || this.#state === FrameDecoderState.FAILED) return;
    if (this.#state === FrameDecoderState.BETWEEN_FRAMES) this.#state = FrameDecoderState.IN_LENGTH;
    this.#chunks.append(asBuffer(chunk));
  }
  // #endregion push

  // #region next
  /**
   * The next complete body (empty when N = 0), or undefined when more bytes are needed.
   * The body may be a view of a pushed chunk.
   * @throws FrameError RESOURCE_EXHAUSTED as soon as a length over the limit is read
   * (clause 3.2), and at each call after that.
   */
  next(): Buffer | undefined {
    if (!this.#isComplete()) return undefined;
    const body = this.#chunks.take(this.#bodyBytes);
    this.#took();
    return body;
  }

  #isComplete(): boolean {
    if (this.#error !== undefined) throw this.#error;
    if (this.#state !== FrameDecoderState.IN_BODY) {
      if (this.#chunks.length < LENGTH_BYTES) return false;
      this.#bodyBytes = this.#chunks.takeUInt32LE();
      if (this.#bodyBytes > this.#maxFrameBytes) throw this.#fail();
      this.#state = FrameDecoderState.IN_BODY;
    }
    return this.#chunks.length >= this.#bodyBytes;
  }

  #took(): void {
    this.#frameOffset += LENGTH_BYTES + this.#bodyBytes;
    this.#state =
      this.#chunks.length > 0 ? FrameDecoderState.IN_LENGTH : FrameDecoderState.BETWEEN_FRAMES;
  }
  // #endregion next

  /**
   * `next` for a caller that has the bytes already: removes the body without making a
   * Buffer for it.
   * @returns its length
   * @throws FrameError as `next` does
   */
  skip(): number | undefined {
    if (!this.#isComplete()) return undefined;
    this.#chunks.drop(this.#bodyBytes);
    this.#took();
    return this.#bodyBytes;
  }

  // #region end
  /**
   * Call this when the stream has ended and `next()` has returned undefined.
   * @throws FrameError INVALID_ARGUMENT when it ended inside a frame (clause 8.2),
   *   RESOURCE_EXHAUSTED when the decoder had failed before.
   * @throws Error when complete frames are left that `next()` has not returned.
   */
  end(): void {
    if (this.#error !== undefined) throw this.#error;
    if (this.#state === FrameDecoderState.BETWEEN_FRAMES) return;
    const inBody = this.#state === FrameDecoderState.IN_BODY;
    const [part, whole] = inBody ? ['body', this.#bodyBytes] : ['length', LENGTH_BYTES];
    const came = this.#chunks.length;
    if (came >= whole) throw new Error('end() before next() has returned undefined');
    const message = `stream ended inside a frame: received ${came} of ${whole} ${part} bytes`;
    throw new FrameError('INVALID_ARGUMENT', message, { offset: this.#frameOffset });
  }
  // #endregion end

  #fail(): FrameError {
    this.#chunks.clear();
    this.#state = FrameDecoderState.FAILED;
    const message = `frame length ${this.#bodyBytes} exceeds maxFrameBytes ${this.#maxFrameBytes}`;
    this.#error = new FrameError('RESOURCE_EXHAUSTED', message, { offset: this.#frameOffset });
    return this.#error;
  }
}
