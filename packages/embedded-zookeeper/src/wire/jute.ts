// Jute, the encoding of ZooKeeper's protocol: big-endian numbers; strings and buffers
// with a length prefix, which is −1 for null.

/** A message that is truncated, or has an invalid length. */
export class JuteError extends Error {
  override readonly name = 'JuteError';
}

/** The shortest item of a vector: an int, or the length prefix of a string. */
const MIN_ITEM_BYTES = 4;

// #region reader
export class JuteReader {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.#at;
  }

  /** Whether the string or buffer that comes next is null. */
  get isNullNext(): boolean {
    return this.left >= 4 && this.bytes.readInt32BE(this.#at) === -1;
  }

  int(): number {
    return this.#take(4).readInt32BE();
  }

  long(): bigint {
    return this.#take(8).readBigInt64BE();
  }

  bool(): boolean {
    return this.#take(1).readUInt8() !== 0;
  }

  /** Null for the length −1. */
  buffer(): Buffer | null {
    const length = this.int();
    return length === -1 ? null : Buffer.from(this.#take(length));
  }

  string(): string {
    return this.stringOrNull() ?? '';
  }

  stringOrNull(): string | null {
    return this.buffer()?.toString('utf8') ?? null;
  }

  vector<T>(item: () => T): T[] {
    return this.vectorOrNull(item) ?? [];
  }

  /** Null for the count −1. A lower count is read as 0, as by the real server. */
  vectorOrNull<T>(item: () => T): T[] | null {
    const count = this.int();
    if (count === -1) return null;
    if (count > this.left / MIN_ITEM_BYTES)
      throw new JuteError(`expected a vector of ${count} items, ${this.left} bytes are left`);
    return Array.from({ length: Math.max(0, count) }, item);
  }

  /** Checks the length first, so that a length of two billion bytes allocates nothing. */
  #take(count: number): Buffer {
    if (count < 0 || count > this.left) {
      throw new JuteError(`expected ${count} bytes at byte ${this.#at}, ${this.left} are left`);
    }
    this.#at += count;
    return this.bytes.subarray(this.#at - count, this.#at);
  }
}
// #endregion reader

// #region writer
export class JuteWriter {
  readonly #pieces: Buffer[] = [];

  int(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return this.#add(bytes);
  }

  long(value: bigint): this {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(value);
    return this.#add(bytes);
  }

  bool(value: boolean): this {
    return this.#add(Buffer.from([value ? 1 : 0]));
  }

  buffer(value: Buffer | null): this {
    return value === null ? this.int(-1) : this.int(value.length).#add(value);
  }

  string(value: string): this {
    return this.buffer(Buffer.from(value));
  }

  /** Appends bytes that are already encoded. */
  bytes(encoded: Buffer): this {
    return this.#add(encoded);
  }

  vector<T>(items: readonly T[], write: (item: T) => void): this {
    this.int(items.length);
    for (const item of items) write(item);
    return this;
  }

  /** What was written, as a frame: with its length prefix. */
  frame(): Buffer {
    const body = this.body();
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length);
    return Buffer.concat([length, body]);
  }

  body(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  #add(piece: Buffer): this {
    this.#pieces.push(piece);
    return this;
  }
}
// #endregion writer
