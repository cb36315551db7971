// Reads bytes that may end too early.

import { Feed, passOver, type Grammar } from './pass-over';
import { ThriftError, Underrun } from './protocol';

export class Cursor {
  offset = 0;

  constructor(private readonly bytes: Buffer) {}

  /** @throws Underrun */
  take(length: number): Buffer {
    if (this.offset + length > this.bytes.length) throw underrun();
    const taken = this.bytes.subarray(this.offset, this.offset + length);
    this.offset += length;
    return taken;
  }

  /** @throws Underrun */
  byte(): number {
    const byte = this.peek();
    this.offset++;
    return byte;
  }

  /** The next byte, without taking it. @throws Underrun */
  peek(): number {
    const byte = this.bytes[this.offset];
    if (byte === undefined) throw underrun();
    return byte;
  }

  /** The bytes taken since an offset, without the last ones. */
  since(begin: number, without = 0): Buffer {
    return this.bytes.subarray(begin, this.offset - without);
  }

  /** Skips the value of a field. @throws Underrun, ThriftError */
  pass(grammar: Grammar, type: number, maxBytes: number): void {
    const feed = new Feed(maxBytes, this.offset);
    feed.give(this.bytes, this.offset);
    const { done } = passOver(feed, grammar, type).next();
    if (done !== true) throw underrun();
    this.offset = feed.at;
  }

  /** Checks a length before memory is taken for it. @throws ThriftError */
  length(value: number, maxBytes: number): number {
    if (value < 0 || value > maxBytes)
      throw new ThriftError(this.offset, `a length from 0 to ${maxBytes}`, value);
    return value;
  }
}

function underrun(): Underrun {
  return new Underrun('more bytes are needed');
}
