// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the length is little-endian',
    find: 'readUInt32BE(1)',
    replace: 'readUInt32LE(1)',
    caughtBy: 'a message in one chunk',
  },
  {
    change: 'a DATA frame has at most one message',
    find: `      messages.push({ isCompressed, bytes: this.#take(length) });
      this.#prefix = undefined;`,
    replace: `      messages.push({ isCompressed, bytes: this.#take(length) });
      this.#prefix = undefined;
      return messages;`,
    caughtBy: 'two messages in one chunk',
  },
  {
    change: 'an empty message is dropped',
    find: 'this.#length < this.#prefix.length) return messages;',
    replace: 'this.#length < Math.max(1, this.#prefix.length)) return messages;',
    caughtBy: 'an empty message',
  },
  {
    change: 'the chunk is kept without a copy',
    find: 'this.#chunks.push(Buffer.from(chunk)); // a copy',
    replace: 'this.#chunks.push(chunk as Buffer);',
    caughtBy: "the chunk's memory is reused after push",
  },
  {
    change: 'the first byte is checked only with the length',
    find: "    if (flag > 1) throw new RpcError('INTERNAL', `compressed flag ${flag} is neither 0 nor 1`);\n",
    replace: '',
    caughtBy: 'a first byte of 2, and nothing else',
  },
  {
    change: 'the limit is checked when the message is complete',
    find: '    if (length > this.maxBytes)\n',
    replace: '    if (length > this.maxBytes && this.#length >= length)\n',
    caughtBy: 'a length that is one byte too large',
  },
  {
    change: 'a stream that ends after a prefix is complete',
    find: 'this.#length > 0 || this.#prefix !== undefined',
    replace: 'this.#length > 0',
    caughtBy: 'the stream ends after a prefix, before its message',
  },
  {
    change: 'all chunks are joined at every DATA frame',
    find: '    this.#length += chunk.length;\n',
    replace:
      '    this.#length += chunk.length;\n    this.#chunks = [Buffer.concat(this.#chunks)];\n',
    caughtBy: '100,000 bytes in frames of 100 are copied a few times, not 500',
  },
];
