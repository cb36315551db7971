import fc from 'fast-check';
import { subject } from '../testing/subject';

const { encodeZigzag32, decodeZigzag32, encodeZigzag64, decodeZigzag64, encodeVarint32 } =
  subject();

test.each([
  { signed: 0, unsigned: 0 },
  { signed: -1, unsigned: 1 },
  { signed: 1, unsigned: 2 },
  { signed: -2, unsigned: 3 },
  { signed: 1337, unsigned: 2674 },
  { signed: 2 ** 31 - 1, unsigned: 2 ** 32 - 2 },
  { signed: -(2 ** 31), unsigned: 2 ** 32 - 1 },
])('$signed is $unsigned, both ways, in 32 and in 64 bits', ({ signed, unsigned }) => {
  expect(encodeZigzag32(signed)).toBe(unsigned);
  expect(decodeZigzag32(unsigned)).toBe(signed);
  expect(encodeZigzag64(BigInt(signed))).toBe(BigInt(unsigned));
  expect(decodeZigzag64(BigInt(unsigned))).toBe(BigInt(signed));
});

test('the ends of 64 bits', () => {
  expect(encodeZigzag64(2n ** 63n - 1n)).toBe(2n ** 64n - 2n);
  expect(encodeZigzag64(-(2n ** 63n))).toBe(2n ** 64n - 1n);
});

test('−1 takes one byte with zigzag', () => {
  expect([...encodeVarint32(encodeZigzag32(-1))]).toEqual([1]);
});

test.each([2 ** 31, -(2 ** 31) - 1, 0.5, NaN])('%p is not a signed 32-bit number', (value) => {
  expect(() => encodeZigzag32(value)).toThrow(
    `zigzag32 takes a signed 32-bit integer, not ${value}`,
  );
});

test.each([-1, 2 ** 32, 0.5])('%p is not an unsigned 32-bit number', (value) => {
  expect(() => decodeZigzag32(value)).toThrow(
    `zigzag32 reads an unsigned 32-bit integer, not ${value}`,
  );
});

test('beyond 64 bits', () => {
  expect(() => encodeZigzag64(2n ** 63n)).toThrow('zigzag64 takes a signed 64-bit integer');
  expect(() => decodeZigzag64(-1n)).toThrow('zigzag64 reads an unsigned 64-bit integer');
});

test('every number comes back, and a smaller magnitude never gets a larger code', () => {
  const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(int32, int32, (a, b) => {
      expect(decodeZigzag32(encodeZigzag32(a))).toBe(a);
      if (Math.abs(a) < Math.abs(b)) expect(encodeZigzag32(a)).toBeLessThan(encodeZigzag32(b));
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      expect(decodeZigzag64(encodeZigzag64(value))).toBe(value);
    }),
  );
});
