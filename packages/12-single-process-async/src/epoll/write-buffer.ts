// The write buffer of a connection: answers that the kernel has not taken yet. A send
// takes what fits, or fails with EAGAIN when nothing does; it never blocks.

import { MSG_NOSIGNAL, trySend } from '@bytes-up/posix';

export class WriteBuffer {
  #frames: Buffer[] = [];
  #bytes = 0;
  /** When the kernel last took a byte, or when the first of these was added. */
  #progressAtMs = 0;

  constructor(private readonly fd: number) {}

  /** Bytes that the kernel has not taken. */
  get length(): number {
    return this.#bytes;
  }

  /** Since when bytes have waited and the kernel took none; undefined when none wait. */
  get stalledSinceMs(): number | undefined {
    return this.#bytes === 0 ? undefined : this.#progressAtMs;
  }

  add(frame: Buffer): void {
    if (this.#bytes === 0) this.#progressAtMs = performance.now();
    this.#frames.push(frame);
    this.#bytes += frame.length;
  }

  // #region flush
  /**
   * Offers everything to the kernel in one send.
   * @returns whether it took all
   * @throws SystemError EPIPE, ECONNRESET
   */
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
    // A partial write, or EAGAIN.
    const rest = typeof sent === 'number' ? bytes.subarray(sent) : bytes;
    if (typeof sent === 'number') this.#progressAtMs = performance.now();
    this.#frames = [rest];
    this.#bytes = rest.length;
    return false;
  }
  // #endregion flush
}
