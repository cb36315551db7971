// Splits a stream into ZooKeeper's frames: an int with the length, then that many bytes.

import { ByteQueue } from '@bytes-up/byte-queue';

const LENGTH_BYTES = 4;
/** A longer frame closes its connection. */
const MAX_FRAME_BYTES = 1_048_575;

export class FrameSplitter {
  readonly #queue = new ByteQueue();

  /** Keeps the chunk until its frames are taken, so do not write into it. */
  append(chunk: Buffer): void {
    this.#queue.append(chunk);
  }

  /**
   * Peeks at the first four bytes: a length, or a four-letter word. Undefined until they
   * have arrived.
   */
  head(): Buffer | undefined {
    return this.#queue.length < LENGTH_BYTES ? undefined : this.#queue.peek(LENGTH_BYTES);
  }

  /**
   * @returns the next frame, with its length prefix; undefined until it is complete
   * @throws RangeError for an invalid length
   */
  next(): Buffer | undefined {
    const length = this.head()?.readInt32BE();
    if (length === undefined) return undefined;
    if (length < 0 || length > MAX_FRAME_BYTES)
      throw new RangeError(`invalid frame length ${length}: expected 0 to ${MAX_FRAME_BYTES}`);
    const end = LENGTH_BYTES + length;
    return this.#queue.length < end ? undefined : this.#queue.take(end);
  }

  /**
   * @returns every frame that is complete now
   * @throws RangeError if a length is invalid
   */
  push(chunk: Buffer): Buffer[] {
    this.append(chunk);
    const frames: Buffer[] = [];
    for (let frame = this.next(); frame !== undefined; frame = this.next()) frames.push(frame);
    return frames;
  }
}
