// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'bit 31 is a sign when decoding',
    find: 'value += (byte & 0x7f) * 2 ** (7 * count);',
    replace: 'value |= (byte & 0x7f) << (7 * count);',
    caughtBy: '80 80 80 80 08 is 2147483648',
  },
  {
    change: 'a varint has no limit',
    find: 'count < MAX_BYTES',
    replace: 'count < 100',
    caughtBy: 'six bytes',
  },
  {
    change: 'bit 31 is a sign when encoding',
    find: 'rest >>>= 7',
    replace: 'rest >>= 7',
    caughtBy: 'the varint of 2147483648',
  },
  {
    change: '128 fits into one byte',
    find: 'rest > 0x7f',
    replace: 'rest > 0x80',
    caughtBy: 'the varint of 128',
  },
  {
    change: 'the high bits come first',
    find: 'return Uint8Array.from(bytes);',
    replace: 'return Uint8Array.from(bytes.reverse());',
    caughtBy: 'the varint of 128',
  },
  {
    change: 'nextOffset is a length',
    find: 'nextOffset: at + 1',
    replace: 'nextOffset: count + 1',
    caughtBy: 'ff ac 02 05, from offset 1, is 300',
  },
  {
    change: 'a byte more than needed is refused',
    find: 'if (value > MAX_UINT32)',
    replace: 'if ((byte === 0 && count > 0) || value > MAX_UINT32)',
    caughtBy: '80 00 is 0',
  },
  {
    change: 'a value that does not fit into 32 bits is accepted',
    find: 'if (value > MAX_UINT32)',
    replace: 'if (value > 2 ** 35)',
    caughtBy: 'a value of more than 32 bits',
  },
  {
    change: 'the offset of a truncated varint is where it begins',
    find: "throw invalid('truncated varint', at);",
    replace: "throw invalid('truncated varint', offset);",
    caughtBy: 'a byte is missing',
  },
  {
    change: 'the sign of a negative number becomes one bit',
    find: '(value >> 31)',
    replace: '(value >>> 31)',
    caughtBy: 'the zigzag of -1',
  },
  {
    change: 'every varint is returned in the same memory',
    find: 'return Uint8Array.from(bytes);',
    replace:
      'const own = encodeVarint32 as { shared?: Uint8Array };\n' +
      '  own.shared ??= new Uint8Array(5);\n' +
      '  own.shared.set(bytes);\n' +
      '  return own.shared.subarray(0, bytes.length);',
    caughtBy: 'the next varint does not change the one before',
  },
  {
    change: 'the offset has no default',
    find: '  offset = 0,\n',
    replace: '  offset: number,\n',
    caughtBy: 'without an offset',
  },
  {
    change: 'the bytes must be a Buffer',
    find: 'const byte = bytes[at];',
    replace: 'const byte = at < bytes.length ? (bytes as Buffer).readUInt8(at) : undefined;',
    caughtBy: 'the bytes may be a Uint8Array',
  },
  {
    change: 'the bytes are read from the beginning of their memory',
    find: 'const byte = bytes[at];',
    replace:
      'const byte = Buffer.isBuffer(bytes) ? bytes[at] : new DataView(bytes.buffer).getUint8(at);',
    caughtBy: 'the bytes may be a Uint8Array',
  },
  {
    change: 'the bytes are changed',
    find: 'if (byte > 0x7f) continue;',
    replace: 'bytes[at] = byte & 0x7f;\n    if (byte > 0x7f) continue;',
    caughtBy: 'the bytes may be a Uint8Array',
  },
  {
    change: 'zigzag is decoded with its sign',
    find: '(value >>> 1)',
    replace: '(value >> 1)',
    caughtBy: 'the zigzag of 2147483647',
  },
];
