// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the length in network byte order',
    find: 'length.writeUInt32LE(bytes.length)',
    replace: 'length.writeUInt32BE(bytes.length)',
    caughtBy: 'the frame of {"in":"ping"}',
  },
  {
    change: 'the length counts characters',
    find: 'length.writeUInt32LE(bytes.length)',
    replace: 'length.writeUInt32LE(body.length)',
    caughtBy: 'the frame of é',
  },
  {
    change: 'the length is one byte',
    find: 'length.writeUInt32LE(bytes.length)',
    replace: 'length.writeUInt8(bytes.length % 256)',
    caughtBy: 'the frame of 300 bytes',
  },
  {
    change: 'each chunk is treated as the beginning of a frame',
    find: 'this.#chunks.push(chunk);\n    this.#bufferedBytes += chunk.length;',
    replace: 'this.#keep(chunk);',
    caughtBy: 'the second half completes it',
  },
  {
    change: 'everything after the first frame of a chunk is dropped',
    find: 'this.#keep(bytes.subarray(end));',
    replace: 'this.#keep(Buffer.alloc(0));',
    caughtBy: 'two frames in one piece',
  },
  {
    change: 'every body is returned in the same memory',
    find: 'return bytes.subarray(LENGTH_BYTES, end);',
    replace:
      'const own = FrameDecoder as { shared?: Buffer };\n' +
      '    own.shared ??= Buffer.alloc(4 * 1024 * 1024);\n' +
      '    bytes.copy(own.shared, 0, LENGTH_BYTES, end);\n' +
      '    return own.shared.subarray(0, bodyBytes);',
    caughtBy: 'two frames in one piece',
  },
  {
    change: 'a buffer of 64 KiB, and what does not fit is lost',
    find: 'this.#chunks.push(chunk);',
    replace:
      'chunk = chunk.subarray(0, 64 * 1024 - this.#bufferedBytes);\n    this.#chunks.push(chunk);',
    caughtBy: 'a body of 100,000 bytes in chunks of 1,460',
  },
  {
    change: 'a buffer of 512 KiB, and what does not fit is lost',
    find: 'this.#chunks.push(chunk);',
    replace:
      'chunk = chunk.subarray(0, 512 * 1024 - this.#bufferedBytes);\n    this.#chunks.push(chunk);',
    caughtBy: 'a body of 1 MiB in one piece',
  },
  {
    change: 'every frame is returned in the same memory',
    find: 'return Buffer.concat([length, bytes]);',
    replace:
      'const own = encodeFrame as { shared?: Buffer };\n' +
      '  own.shared ??= Buffer.alloc(4 * 1024 * 1024);\n' +
      '  own.shared.set(Buffer.concat([length, bytes]));\n' +
      '  return own.shared.subarray(0, 4 + bytes.length);',
    caughtBy: 'the next frame does not change the one before',
  },
  {
    change: 'all decoders share the bytes so far',
    find: '  #chunks: Buffer[] = [];\n',
    replace:
      '  static shared: Buffer[];\n' +
      '  readonly #fresh = (FrameDecoder.shared = []);\n' +
      '  get #chunks() { return FrameDecoder.shared; }\n' +
      '  set #chunks(chunks: Buffer[]) { FrameDecoder.shared = chunks; }\n',
    caughtBy: 'two decoders at the same time',
  },
  {
    change: 'an empty frame is treated as no frame',
    find: 'if (bytes.length < end) return undefined;',
    replace: 'if (bytes.length < end || bodyBytes === 0) return undefined;',
    caughtBy: 'an empty frame',
  },
  {
    change: 'the limit is off by one',
    find: 'if (bodyBytes > this.#maxFrameBytes)',
    replace: 'if (bodyBytes >= this.#maxFrameBytes)',
    caughtBy: 'a body of exactly maxFrameBytes is accepted',
  },
  {
    change: 'the length is signed',
    find: 'bytes.readUInt32LE()',
    replace: 'bytes.readInt32LE()',
    caughtBy: 'a length of 2,147,483,648 is not a negative number',
  },
  {
    change: 'the decoder goes on after a bad length',
    find: 'if (this.#error !== undefined) throw this.#error;',
    replace: '',
    caughtBy: 'after an error, every later next throws the same code',
  },
  {
    change: 'each push appends to one buffer',
    find: 'this.#bufferedBytes += chunk.length;',
    replace: 'this.#bufferedBytes += chunk.length;\n    this.#join();',
    caughtBy: 'a frame in 256 chunks is copied a few times',
  },
  {
    change: 'what follows a frame is copied each time',
    find: 'this.#keep(bytes.subarray(end));',
    replace: 'this.#keep(Buffer.concat([bytes.subarray(end)]));',
    caughtBy: 'many frames in one chunk',
  },
];
