// Reading bytes that may end too soon.

import { Feed, passOver, type Grammar } from './pass-over';
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

  /** Passes over a field's value without reading it. @throws Underrun, ThriftError */
  pass(grammar: Grammar, type: number, maxBytes: number): void {
    const feed = new Feed(maxBytes, this.offset);
    feed.give(this.bytes, this.offset);
    const { done } = passOver(feed, grammar, type).next();
    if (done !== true) throw new Underrun('more bytes are needed');
    this.offset = feed.at;
  }

  /** A length that has to be possible: nothing is taken for it before its bytes are there. @throws ThriftError */
  length(value: number, maxBytes: number): number {
    if (value < 0 || value > maxBytes)
      throw new ThriftError(this.offset, `a length from 0 to ${maxBytes}`, value);
    return value;
  }
}
