// ZooKeeper's frames out of a stream: an int that says how long, and so many bytes.

const LENGTH_BYTES = 4;
const MAX_FRAME_BYTES = 1_048_575;

export class FrameSplitter {
  #pending: Buffer = Buffer.alloc(0);

  /** @returns every frame that is whole now, its length in front of it @throws RangeError for one that no server sends */
  push(chunk: Buffer): Buffer[] {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const frames: Buffer[] = [];
    for (;;) {
      if (this.#pending.length < LENGTH_BYTES) return frames;
      const length = this.#pending.readInt32BE();
      if (length < 0 || length > MAX_FRAME_BYTES)
        throw new RangeError(`a frame of ${length} bytes, the most is ${MAX_FRAME_BYTES}`);
      const end = LENGTH_BYTES + length;
      if (this.#pending.length < end) return frames;
      frames.push(this.#pending.subarray(0, end));
      this.#pending = this.#pending.subarray(end);
    }
  }
}
