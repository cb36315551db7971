// Writes values to the wire one after the other, into one buffer that grows (chapter 05).
// The counterpart of reader.ts.

/** Enough for most messages. */
const FIRST_BYTES = 256;

export class Writer {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #at = 0;

  /** Bytes that are written. */
  get at(): number {
    return this.#at;
  }

  // #region values
  /** The key before each value: the field's number and the wire type, in one varint. */
  key(number: number, wireType: number): void {
    this.varint32(((number << 3) | wireType) >>> 0);
  }

  /** @param value from 0 to 2^32 − 1 */
  varint32(value: number): void {
    this.#room(5);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest & 0x7f) | 0x80; // seven bits and the continuation bit
      rest >>>= 7;
    }
    this.#bytes[this.#at++] = rest;
  }

  /** @param value from 0 to 2^64 − 1 */
  varint64(value: bigint): void {
    this.#room(10);
    let rest = value;
    while (rest > 0x7fn) {
      this.#bytes[this.#at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#at++] = Number(rest);
  }

  /** A value of a fixed size. @param fill writes it at an offset */
  fixed(size: 4 | 8, fill: (bytes: Buffer, at: number) => void): void {
    this.#room(size);
    fill(this.#bytes, this.#at);
    this.#at += size;
  }

  bytes(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** A string as UTF-8, with its length before it. */
  string(text: string): void {
    this.prefixed(() => {
      this.#room(3 * text.length); // the most that UTF-8 can take
      this.#at += this.#bytes.write(text, this.#at);
    });
  }

  /**
   * What `write` writes, with its length before it. One byte is kept for the length; when
   * it needs more, what was written is moved.
   */
  prefixed(write: () => void): void {
    const start = this.#at;
    this.#room(1);
    this.#at++;
    write();
    const length = this.#at - start - 1;
    const more = varintBytes(length) - 1;
    this.#room(more);
    if (more > 0) this.#bytes.copyWithin(start + 1 + more, start + 1, this.#at);
    this.#at = start;
    this.varint32(length);
    this.#at += length;
  }
  // #endregion values

  /** True for zero, false and the empty string, whose bytes are all zero. */
  isZeroFrom(start: number): boolean {
    for (let at = start; at < this.#at; at++) if (this.#bytes[at] !== 0) return false;
    return true;
  }

  /** Takes back what was written from there on. */
  rewind(at: number): void {
    this.#at = at;
  }

  /** A copy of all that was written. */
  take(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#at));
  }

  /** Makes room for so many bytes. The buffer doubles, so that the work stays linear. */
  #room(count: number): void {
    const needed = this.#at + count;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, needed));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

/** How many bytes a varint takes. */
function varintBytes(value: number): number {
  let count = 1;
  for (let rest = value; rest > 0x7f; rest >>>= 7) count++;
  return count;
}
