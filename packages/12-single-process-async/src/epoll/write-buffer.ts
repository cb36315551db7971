// The write buffer of a connection: answers that the kernel has not taken yet. send takes what fits, says EAGAIN when nothing
// does, and nobody waits for it.

import { MSG_NOSIGNAL, trySend } from '@bytes-up/posix';

export class WriteBuffer {
  #frames: Buffer[] = [];
  #bytes = 0;
  /** When the kernel last took a byte, or the first of these bytes came; by performance.now. */
  #progressAtMs = 0;

  constructor(private readonly fd: number) {}

  /** Bytes that the kernel has not taken. */
  get length(): number {
    return this.#bytes;
  }

  /** Since when the kernel has taken nothing, though there is something; undefined when there is nothing. */
  get stalledSinceMs(): number | undefined {
    return this.#bytes === 0 ? undefined : this.#progressAtMs;
  }

  add(frame: Buffer): void {
    if (this.#bytes === 0) this.#progressAtMs = performance.now();
    this.#frames.push(frame);
    this.#bytes += frame.length;
  }

  // #region flush
  /** Offers everything to the kernel, in one send. @returns whether it took all @throws SystemError EPIPE, ECONNRESET */
  flush(): boolean {
    if (this.#bytes === 0) return true;
    const [first] = this.#frames;
    const bytes =
      this.#frames.length === 1 && first ? first : Buffer.concat(this.#frames, this.#bytes);
    const sent = trySend(this.fd, bytes, MSG_NOSIGNAL);
    if (sent === bytes.length) {
      this.#frames = [];
      this.#bytes = 0;
      return true;
    }
    const rest = typeof sent === 'number' ? bytes.subarray(sent) : bytes; // a partial write, or EAGAIN
    if (typeof sent === 'number') this.#progressAtMs = performance.now();
    this.#frames = [rest];
    this.#bytes = rest.length;
    return false;
  }
  // #endregion flush
}
