// The booklet's claims about protobuf's bytes, corrected.

import { MessageCodec, parseProto } from '.';

/** The hex bytes of a field with this value: first the key, then the value. */
function bytesOf(field: string, value: number | bigint): string {
  const type = parseProto(`syntax = "proto3"; message One { ${field}; }`).message('One');
  return Buffer.from(new MessageCodec(type).encode({ a: value })).toString('hex');
}

test('300 is the varint ac 02', () => {
  expect(bytesOf('uint32 a = 1', 300)).toBe('08' + 'ac02');
});

test('−1 takes ten bytes as int32 and as int64, one as sint32; the largest uint32 takes five', () => {
  expect(bytesOf('int32 a = 1', -1)).toBe('08' + 'ff'.repeat(9) + '01');
  expect(bytesOf('int64 a = 1', -1n)).toBe('08' + 'ff'.repeat(9) + '01');
  expect(bytesOf('sint32 a = 1', -1)).toBe('08' + '01');
  expect(bytesOf('uint32 a = 1', 0xffff_ffff)).toBe('08' + 'ffffffff0f');
});

test('1337 is b9 0a, and f2 14 only by zigzag', () => {
  expect(bytesOf('int32 a = 1', 1337)).toBe('08' + 'b90a');
  expect(bytesOf('sint32 a = 1', 1337)).toBe('08' + 'f214');
});

test('the fields 1 to 15 have a key of one byte, 16 has two', () => {
  expect(bytesOf('int32 a = 15', 1)).toBe('78' + '01');
  expect(bytesOf('int32 a = 16', 1)).toBe('8001' + '01');
});

test('a double takes eight bytes, whatever its value', () => {
  expect(bytesOf('double a = 1', 1)).toBe('09' + '000000000000f03f');
});
