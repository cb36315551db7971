// Reading bytes that may end too soon.

import { ThriftError, Underrun } from './protocol';

export class Cursor {
  offset = 0;

  constructor(private readonly bytes: Buffer) {}

  /** @throws Underrun */
  take(length: number): Buffer {
    if (this.offset + length > this.bytes.length) throw new Underrun('more bytes are needed');
    const taken = this.bytes.subarray(this.offset, this.offset + length);
    this.offset += length;
    return taken;
  }

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  /** A length that has to be possible: nothing is taken for it before its bytes are there. @throws ThriftError */
  length(value: number, maxBytes: number): number {
    if (value < 0 || value > maxBytes)
      throw new ThriftError(this.offset, `a length from 0 to ${maxBytes}`, value);
    return value;
  }
}
