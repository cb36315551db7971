// Reading bytes that may end too soon.

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

  /** The next byte, which stays. @throws Underrun */
  peek(): number {
    const byte = this.bytes[this.offset];
    if (byte === undefined) throw underrun();
    return byte;
  }

  /** What was taken from an offset on, without the last bytes. */
  since(begin: number, without = 0): Buffer {
    return this.bytes.subarray(begin, this.offset - without);
  }

  /** Passes over a field's value without reading it. @throws Underrun, ThriftError */
  pass(grammar: Grammar, type: number, maxBytes: number): void {
    const feed = new Feed(maxBytes, this.offset);
    feed.give(this.bytes, this.offset);
    const { done } = passOver(feed, grammar, type).next();
    if (done !== true) throw underrun();
    this.offset = feed.at;
  }

  /**
   * A length that has to be possible: nothing is taken for it before its bytes are there.
   * @throws ThriftError
   */
  length(value: number, maxBytes: number): number {
    if (value < 0 || value > maxBytes)
      throw new ThriftError(this.offset, `a length from 0 to ${maxBytes}`, value);
    return value;
  }
}

function underrun(): Underrun {
  return new Underrun('more bytes are needed');
}
