// A write buffer. The task: npm start -- exercise 12-write-buffer

/**
 * send(2) on a non-blocking descriptor.
 * @returns how many bytes the kernel has accepted: at least one, perhaps not all
 * @throws an error with the code EAGAIN if there is no room for a single byte
 */
export type Send = (bytes: Buffer) => number;

/** The answers of one connection that the kernel has not accepted yet. */
export class WriteBuffer {
  /**
   * @param highWaterBytes when this many bytes are waiting, the connection stops reading
   */
  constructor(send: Send, highWaterBytes: number) {
    // not written yet: keep both
  }

  /**
   * Bytes that the kernel has not accepted: while there are some, the loop watches
   * EPOLLOUT.
   */
  get waiting(): number {
    throw new Error('not written yet: waiting');
  }

  /** Whether the connection may read more requests. */
  get mayRead(): boolean {
    throw new Error('not written yet: mayRead');
  }

  /** Sends the bytes, now or later, after everything that was written before. */
  write(bytes: Buffer): void {
    throw new Error('not written yet: write');
  }

  /** The loop has reported EPOLLOUT: there is room again. */
  onWritable(): void {
    throw new Error('not written yet: onWritable');
  }
}
