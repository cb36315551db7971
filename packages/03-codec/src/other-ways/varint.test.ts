import fc from 'fast-check';
import { caught } from '../testing/caught';
import { subject } from '../testing/subject';

const { encodeVarint32, encodeVarint64, decodeVarint32, decodeVarint64, encodeZigzag32 } =
  subject();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string) => Buffer.from(text, 'hex');

const golden = [
  { value: 0, bytes: '00' },
  { value: 1, bytes: '01' },
  { value: 127, bytes: '7f' },
  { value: 128, bytes: '8001' },
  { value: 300, bytes: 'ac02' },
  { value: 1337, bytes: 'b90a' },
  { value: 16383, bytes: 'ff7f' },
  { value: 16384, bytes: '808001' },
  { value: 2 ** 31, bytes: '8080808008' },
  { value: 2 ** 32 - 1, bytes: 'ffffffff0f' },
];

test.each(golden)('$value is $bytes, both ways, in 32 and in 64 bits', ({ value, bytes }) => {
  const nextOffset = bytes.length / 2;
  expect(hex(encodeVarint32(value))).toBe(bytes);
  expect(hex(encodeVarint64(BigInt(value)))).toBe(bytes);
  expect(decodeVarint32(unhex(bytes))).toEqual({ value, nextOffset });
  expect(decodeVarint64(unhex(bytes))).toEqual({ value: BigInt(value), nextOffset });
});

test('the largest 64-bit number takes ten bytes', () => {
  const largest = 2n ** 64n - 1n;
  expect(hex(encodeVarint64(largest))).toBe('ffffffffffffffffff01');
  expect(decodeVarint64(unhex('ffffffffffffffffff01')).value).toBe(largest);
});

describe('what the booklet got wrong', () => {
  test('300 is AC 02', () => {
    expect(hex(encodeVarint32(300))).toBe('ac02');
  });

  test('−1 as an unsigned 32-bit number takes 5 bytes, as a 64-bit one 10', () => {
    expect(hex(encodeVarint32(-1 >>> 0))).toBe('ffffffff0f');
    expect(encodeVarint64(BigInt.asUintN(64, -1n))).toHaveLength(10);
  });

  test('1337 is B9 0A; its zigzag would be F2 14', () => {
    expect(hex(encodeVarint32(1337))).toBe('b90a');
    expect(hex(encodeVarint32(encodeZigzag32(1337)))).toBe('f214');
  });
});

test('a number written with more bytes than it needs is accepted', () => {
  expect(decodeVarint32(unhex('8000'))).toEqual({ value: 0, nextOffset: 2 });
  expect(decodeVarint64(unhex('80808080808080808000'))).toEqual({ value: 0n, nextOffset: 10 });
});

test('reading starts where it is told to and says where it stopped', () => {
  expect(decodeVarint32(unhex('ffffac0200'), 2)).toEqual({ value: 300, nextOffset: 4 });
});

describe('refused', () => {
  const refused = [
    {
      bytes: '',
      bits: '32 64',
      message: 'expected a varint at byte 0, got the end',
      offset: 0,
    },
    {
      bytes: '80',
      bits: '32 64',
      message: 'truncated varint at byte 0: 1 bytes, the last with its continuation bit set',
      offset: 1,
    },
    {
      bytes: 'ffff',
      bits: '32 64',
      message: 'truncated varint at byte 0: 2 bytes, the last with its continuation bit set',
      offset: 2,
    },
    {
      bytes: '808080808000',
      bits: '32',
      message: 'the varint at byte 0 is longer than 5 bytes',
      offset: 4,
    },
    {
      bytes: 'ffffffff10',
      bits: '32',
      message: "the varint's last byte, at byte 4, goes beyond 32 bits",
      offset: 4,
    },
    {
      bytes: '8080808080808080808000',
      bits: '64',
      message: 'the varint at byte 0 is longer than 10 bytes',
      offset: 9,
    },
    {
      bytes: 'ffffffffffffffffff02',
      bits: '64',
      message: "the varint's last byte, at byte 9, goes beyond 64 bits",
      offset: 9,
    },
  ];

  test.each(refused)('"$bytes" in $bits bits', ({ bytes, bits, message, offset }) => {
    const expected = { code: 'INVALID_ARGUMENT', message, offset };
    if (bits.includes('32'))
      expect(caught(() => decodeVarint32(unhex(bytes)))).toMatchObject(expected);
    if (bits.includes('64'))
      expect(caught(() => decodeVarint64(unhex(bytes)))).toMatchObject(expected);
  });

  test.each([-1, 1.5, NaN, 2 ** 32])('%p is not an unsigned 32-bit number', (value) => {
    expect(() => encodeVarint32(value)).toThrow(
      `a 32-bit varint holds 0 to 4294967295, not ${value}`,
    );
  });

  test.each([-1n, 2n ** 64n])('%p is not an unsigned 64-bit number', (value) => {
    expect(() => encodeVarint64(value)).toThrow(
      `a 64-bit varint holds 0 to 18446744073709551615, not ${value}`,
    );
  });

  test('every golden number cut short is truncated', () => {
    for (const { bytes } of golden) {
      for (let end = 0; end < bytes.length / 2; end++) {
        expect(caught(() => decodeVarint32(unhex(bytes).subarray(0, end))).offset).toBe(end);
      }
    }
  });
});

test('every 32-bit number comes back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
      const bytes = encodeVarint32(value);
      expect(decodeVarint32(bytes)).toEqual({ value, nextOffset: bytes.length });
      expect(hex(encodeVarint64(BigInt(value)))).toBe(hex(bytes));
    }),
  );
});

test('every 64-bit number comes back, in as many bytes as its bits need', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      const bytes = encodeVarint64(value);
      expect(decodeVarint64(bytes)).toEqual({ value, nextOffset: bytes.length });
      expect(bytes).toHaveLength(Math.max(1, Math.ceil(value.toString(2).length / 7)));
    }),
  );
});

test('any bytes are a number or INVALID_ARGUMENT', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      for (const decode of [decodeVarint32, decodeVarint64]) {
        try {
          expect(decode(bytes).nextOffset).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
        }
      }
    }),
  );
});
