// The bytes of a stream that have arrived and not been taken yet, kept as chunks (chapter
// 03 explains it). Appending never copies the bytes that are already queued, so the work
// is linear for chunks of any size.

/**
 * Chunks below this size are copied together, because a Buffer object itself takes about
 * a hundred bytes.
 */
const SMALL_CHUNK_BYTES = 1024;
/** Small chunks are copied into blocks of this size. */
const BLOCK_BYTES = 4096;

interface Link {
  bytes: Buffer;
  next: Link | undefined;
}

/** A queue of bytes: append chunks at one end, take exact counts at the other. */
export class ByteQueue {
  #first: Link | undefined;
  #last: Link | undefined;
  /** How many bytes of the first chunk have been taken. */
  #taken = 0;
  #length = 0;
  /** The block that the last link is a view of, if it may have room left. */
  #block: Buffer | undefined;

  /** The number of bytes in the queue. */
  get length(): number {
    return this.#length;
  }

  /** Keeps the chunk without copying it, so the caller must not change it afterwards. */
  // #region append
  append(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#length += chunk.length;
    if (this.#first === undefined) {
      this.#first = this.#last = { bytes: chunk, next: undefined };
      return;
    }
    if (this.#appendToBlock(chunk)) return;
    if (chunk.length < SMALL_CHUNK_BYTES) {
      const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      chunk.copy(block);
      this.#addLink(block.subarray(0, chunk.length));
      this.#block = block;
    } else {
      this.#addLink(chunk);
      this.#block = undefined;
    }
  }
  // #endregion append

  /** The rest of the first chunk, as a view, possibly empty. Does not take it. */
  get front(): Buffer {
    return this.#first?.bytes.subarray(this.#taken) ?? Buffer.alloc(0);
  }

  /** The first chunk, also what was taken of it, and the offset of its rest: no view. */
  get firstChunk(): { readonly bytes: Buffer; readonly at: number } | undefined {
    return this.#first && { bytes: this.#first.bytes, at: this.#taken };
  }

  /**
   * Removes and returns the next `count` bytes: a view if they lie in one chunk,
   * otherwise a copy.
   * @throws RangeError if there are fewer
   */
  // #region take
  take(count: number): Buffer {
    const first = this.#first;
    const start = this.#taken;
    if (count > this.#length) throw new RangeError(`take(${count}) of ${this.#length} bytes`);
    if (first === undefined) return Buffer.alloc(0);
    if (first.bytes.length - start >= count) {
      this.#skip(first, count);
      return first.bytes.subarray(start, start + count);
    }
    const whole = Buffer.allocUnsafe(count);
    for (let filled = 0; filled < count;) {
      const link = this.#first as Link; // checked above: there are enough bytes
      const copied = link.bytes.copy(whole, filled, this.#taken, this.#taken + count - filled);
      filled += copied;
      this.#skip(link, copied);
    }
    return whole;
  }
  // #endregion take

  /**
   * Removes the next `count` bytes.
   * @throws RangeError if there are fewer
   */
  drop(count: number): void {
    if (count > this.#length) throw new RangeError(`drop(${count}) of ${this.#length} bytes`);
    for (let left = count; left > 0;) {
      const first = this.#first as Link; // checked above: there are enough bytes
      const skipped = Math.min(left, first.bytes.length - this.#taken);
      this.#skip(first, skipped);
      left -= skipped;
    }
  }

  /**
   * Removes the next four bytes and returns them as an unsigned little-endian number.
   * @throws RangeError if there are fewer
   */
  takeUInt32LE(): number {
    const first = this.#first;
    const at = this.#taken;
    if (first === undefined || first.bytes.length - at < 4) return this.take(4).readUInt32LE(0);
    const value = first.bytes.readUInt32LE(at);
    this.#skip(first, 4);
    return value;
  }

  /**
   * Returns the next `count` bytes without removing them, for the few bytes of a header.
   * A view if they lie in one chunk, otherwise a copy.
   * @throws RangeError if there are fewer
   */
  peek(count: number): Buffer {
    if (count > this.#length) throw new RangeError(`peek(${count}) of ${this.#length} bytes`);
    const first = this.#first;
    if (first === undefined) return Buffer.alloc(0);
    if (first.bytes.length - this.#taken >= count)
      return first.bytes.subarray(this.#taken, this.#taken + count);
    const header = Buffer.allocUnsafe(count);
    let from = this.#taken;
    let filled = 0;
    for (let link: Link | undefined = first; filled < count && link; link = link.next) {
      filled += link.bytes.copy(header, filled, from, from + count - filled);
      from = 0;
    }
    return header;
  }

  /**
   * The offset of the first `byte` from the front of the queue, or -1.
   * @param from the offset at which to start. Pass the length at the last search, and no
   * byte is searched twice
   */
  indexOf(byte: number, from = 0): number {
    let at = -this.#taken; // the offset of the link's first byte from the front
    for (let link = this.#first; link !== undefined; link = link.next) {
      const end = at + link.bytes.length;
      const found = end > from ? link.bytes.indexOf(byte, Math.max(at, from, 0) - at) : -1;
      if (found >= 0) return at + found;
      at = end;
    }
    return -1;
  }

  clear(): void {
    this.#first = this.#last = this.#block = undefined;
    this.#taken = this.#length = 0;
  }

  #skip(first: Link, count: number): void {
    this.#length -= count;
    this.#taken += count;
    if (this.#taken < first.bytes.length) return;
    this.#taken = 0;
    this.#first = first.next;
    if (this.#first === undefined) this.#last = this.#block = undefined;
  }

  #appendToBlock(chunk: Buffer): boolean {
    const block = this.#block;
    const last = this.#last;
    if (block === undefined || last === undefined) return false;
    const used = last.bytes.length;
    if (block.length - used < chunk.length) return false;
    // This is after every view that was returned, so no taken byte is overwritten.
    chunk.copy(block, used);
    last.bytes = block.subarray(0, used + chunk.length);
    return true;
  }

  #addLink(bytes: Buffer): void {
    const link = { bytes, next: undefined };
    if (this.#last !== undefined) this.#last.next = link;
    this.#last = link;
  }
}
