// A write buffer, solved.
//
// Why it does not read again as soon as it is below the mark: a slow client takes a
// little at a time, so the length would go up and down around the mark, and each crossing
// costs an epoll_ctl. A gap between the two marks makes the changes rare. Node does the
// same: write() returns false at highWaterMark, and 'drain' comes when nothing waits.
//
// How long the buffer can become although there is a mark: one turn's answers longer. The
// mark stops the reading, and not the answers to what was read before.

/**
 * send(2) on a descriptor that does not block.
 * @returns how many bytes the kernel has taken: at least one, perhaps not all
 * @throws an error with the code EAGAIN if there is no room for a single byte
 */
export type Send = (bytes: Buffer) => number;

/** The answers of one connection that the kernel has not taken yet. */
export class WriteBuffer {
  #pieces: Buffer[] = [];
  /** The first piece that waits. Those before it have left. */
  #first = 0;
  #waiting = 0;
  #mayRead = true;

  /** @param highWaterBytes when so many bytes wait, the connection stops reading */
  constructor(
    private readonly send: Send,
    private readonly highWaterBytes: number,
  ) {}

  /** Bytes that the kernel has not taken: while some wait, the loop watches EPOLLOUT. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether the connection may read more requests. */
  get mayRead(): boolean {
    return this.#mayRead;
  }

  /** Sends the bytes after all that were written before, now or later. */
  write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    const wasEmpty = this.#waiting === 0;
    this.#pieces.push(bytes);
    this.#waiting += bytes.length;
    if (wasEmpty) this.#flush(); // otherwise the kernel was full a moment ago
    if (this.#waiting >= this.highWaterBytes) this.#mayRead = false;
  }

  /** The loop reports EPOLLOUT: there is room again. */
  onWritable(): void {
    this.#flush();
    if (this.#waiting === 0) this.#mayRead = true;
  }

  /** Offers what waits, until everything is taken or there is no more room. */
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
