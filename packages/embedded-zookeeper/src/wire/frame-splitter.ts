// ZooKeeper's frames out of a stream: an int that says how long, and so many bytes.

import { ByteQueue } from '@bytes-up/byte-queue';

const LENGTH_BYTES = 4;
/** A longer frame ends its connection. */
const MAX_FRAME_BYTES = 1_048_575;

export class FrameSplitter {
  readonly #queue = new ByteQueue();

  /** The chunk is kept until its frames are taken: do not write into it afterwards. */
  append(chunk: Buffer): void {
    this.#queue.append(chunk);
  }

  /**
   * The first four bytes, which stay: a length, or a word of four letters. Undefined
   * while they are not there.
   */
  head(): Buffer | undefined {
    return this.#queue.length < LENGTH_BYTES ? undefined : this.#queue.peek(LENGTH_BYTES);
  }

  /**
   * @returns the next frame, its length in front of it; undefined while it is not whole
   * @throws RangeError for one that is too long
   */
  next(): Buffer | undefined {
    const length = this.head()?.readInt32BE();
    if (length === undefined) return undefined;
    if (length < 0 || length > MAX_FRAME_BYTES)
      throw new RangeError(`a frame of ${length} bytes, the most is ${MAX_FRAME_BYTES}`);
    const end = LENGTH_BYTES + length;
    return this.#queue.length < end ? undefined : this.#queue.take(end);
  }

  /**
   * @returns every frame that is whole now
   * @throws RangeError for one that no server sends
   */
  push(chunk: Buffer): Buffer[] {
    this.append(chunk);
    const frames: Buffer[] = [];
    for (let frame = this.next(); frame !== undefined; frame = this.next()) frames.push(frame);
    return frames;
  }
}
