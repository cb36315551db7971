// A value of the compact protocol as one types it, as bytes (chapter 19): for pages that
// let one change a value and show what becomes of the message.

import { encodeVarint32, encodeVarint64, encodeZigzag64, join } from '@bytes-up/codec';

export type EditableType =
  'bool' | 'byte' | 'i16' | 'i32' | 'i64' | 'double' | 'string' | 'sequence number';

const BITS = { byte: 8, i16: 16, i32: 32, i64: 64 } as const;
const DOUBLE = /^(?:-?(?:[\d.]+(?:e[-+]?\d+)?|Infinity)|NaN)$/i;

/** @throws TypeError that says what was expected */
export function encodeTyped(text: string, type: EditableType): Uint8Array {
  const refuse = (expected: string): TypeError =>
    new TypeError(`expected ${expected}, got ${JSON.stringify(text)}`);
  switch (type) {
    case 'bool':
      if (text !== 'true' && text !== 'false') throw refuse('true or false');
      return Uint8Array.of(text === 'true' ? 1 : 2);
    case 'double': {
      const value = Number(text);
      if (!DOUBLE.test(text) || (Number.isNaN(value) && text !== 'NaN')) throw refuse('a number');
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value);
      return bytes;
    }
    case 'string': {
      const bytes = Buffer.from(text);
      return join(encodeVarint32(bytes.length), bytes);
    }
    case 'sequence number': {
      const value = /^\d{1,10}$/.test(text) ? Number(text) : Infinity;
      if (value > 0xffff_ffff) throw refuse('an unsigned 32-bit integer');
      return encodeVarint32(value);
    }
    case 'byte':
    case 'i16':
    case 'i32':
    case 'i64': {
      const value = /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
      if (value === undefined || value !== BigInt.asIntN(BITS[type], value))
        throw refuse(`an integer of ${BITS[type]} bits`);
      return type === 'byte'
        ? Uint8Array.of(Number(value) & 0xff)
        : encodeVarint64(encodeZigzag64(value));
    }
  }
}
