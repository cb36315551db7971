// Chunks that arrived while a reply was incomplete. They are joined once, however many
// there are: joining at every arrival would be quadratic.

import { ByteQueue } from '@bytes-up/byte-queue';

export class LaterChunks {
  /** A single chunk, the usual case, needs no queue. */
  #only: Buffer | undefined;
  readonly #queue = new ByteQueue();
  length = 0;

  push(chunk: Buffer): void {
    if (this.length === 0) this.#only = chunk;
    else {
      if (this.#only !== undefined) this.#queue.append(this.#only);
      this.#only = undefined;
      this.#queue.append(chunk);
    }
    this.length += chunk.length;
  }

  /** All of them, as one buffer. Afterwards there are none. */
  take(): Buffer {
    const joined = this.#only ?? this.#queue.take(this.#queue.length);
    this.#only = undefined;
    this.length = 0;
    return joined;
  }
}
