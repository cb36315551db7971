// Keeps received bytes until they form complete frames. Chunks are joined once for each
// frame, so large answers stay cheap.

import { LENGTH_BYTES } from './frames';

export class FrameBuffer {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  /** Bytes that are waiting. */
  get length(): number {
    return this.#bytes;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  /** The length that the first frame announces; undefined while it is incomplete. */
  announced(): number | undefined {
    return this.#bytes < LENGTH_BYTES ? undefined : this.peek(LENGTH_BYTES).readUInt32LE();
  }

  /** True if a complete frame is waiting. */
  hasFrame(): boolean {
    const length = this.announced();
    return length !== undefined && this.#bytes >= LENGTH_BYTES + length;
  }

  /** Removes and returns the first frame's body. Only if `hasFrame` is true. */
  takeFrame(): Buffer {
    return this.#take(LENGTH_BYTES + (this.announced() ?? 0)).subarray(LENGTH_BYTES);
  }

  /** The first bytes, without removing them; fewer if there are fewer. */
  peek(count: number): Buffer {
    const wanted = Math.min(count, this.#bytes);
    let have = 0;
    let chunks = 0;
    while (have < wanted) have += this.#chunks[chunks++]?.length ?? wanted;
    if (chunks > 1) this.#chunks.splice(0, chunks, Buffer.concat(this.#chunks.slice(0, chunks)));
    return (this.#chunks[0] ?? Buffer.alloc(0)).subarray(0, wanted);
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#bytes = 0;
  }

  #take(count: number): Buffer {
    const taken = this.peek(count);
    const first = this.#chunks[0] ?? taken;
    if (first.length === count) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(count);
    this.#bytes -= count;
    return taken;
  }
}
