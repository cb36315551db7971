// A write buffer, solved.
//
// Why it does not read again as soon as it is below the mark: a slow client accepts a
// little at a time, so the length would oscillate around the mark, and each crossing
// costs an epoll_ctl. A gap between the two marks makes changes rare. Node does the same:
// write() returns false at highWaterMark, and 'drain' is emitted when nothing is waiting.
//
// How long the buffer can become in spite of the mark: as long as the mark plus the
// answers to everything that was read before. The mark stops the reading, but not the
// answers to earlier requests.

/**
 * send(2) on a non-blocking descriptor.
 * @returns how many bytes the kernel has accepted: at least one, perhaps not all
 * @throws an error with the code EAGAIN if there is no room for a single byte
 */
export type Send = (bytes: Buffer) => number;

/** The answers of one connection that the kernel has not accepted yet. */
export class WriteBuffer {
  #pieces: Buffer[] = [];
  /** The first waiting piece. Those before it have been sent. */
  #first = 0;
  #waiting = 0;
  #mayRead = true;

  /**
   * @param highWaterBytes when this many bytes are waiting, the connection stops reading
   */
  constructor(
    private readonly send: Send,
    private readonly highWaterBytes: number,
  ) {}

  /**
   * Bytes that the kernel has not accepted: while there are some, the loop watches
   * EPOLLOUT.
   */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether the connection may read more requests. */
  get mayRead(): boolean {
    return this.#mayRead;
  }

  /** Sends the bytes, now or later, after everything that was written before. */
  write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    const wasEmpty = this.#waiting === 0;
    this.#pieces.push(bytes);
    this.#waiting += bytes.length;
    if (wasEmpty) this.#flush(); // otherwise the send buffer was full a moment ago
    if (this.#waiting >= this.highWaterBytes) this.#mayRead = false;
  }

  /** The loop has reported EPOLLOUT: there is room again. */
  onWritable(): void {
    this.#flush();
    if (this.#waiting === 0) this.#mayRead = true;
  }

  /** Sends what is waiting until everything is sent or there is no more room. */
  #flush(): void {
    for (let piece; (piece = this.#pieces[this.#first]) !== undefined;) {
      const taken = this.#trySend(piece);
      if (taken === undefined) return;
      this.#waiting -= taken;
      if (taken === piece.length) this.#first++;
      else this.#pieces[this.#first] = piece.subarray(taken); // the same memory, no copy
    }
    this.#pieces = [];
    this.#first = 0;
  }

  /** @returns undefined when there is no room */
  #trySend(bytes: Buffer): number | undefined {
    try {
      return this.send(bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
      throw error;
    }
  }
}
