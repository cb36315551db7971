import fc from 'fast-check';
import { subject } from '../testing/subject';

const { base64Bytes, textCost } = subject();

test.each([
  [0, 0],
  [1, 4],
  [2, 4],
  [3, 4],
  [4, 8],
  [300, 400],
])('%i bytes are %i as base64', (byteCount, expected) => {
  expect(base64Bytes(byteCount)).toBe(expected);
});

test('base64 costs a third, hexadecimal doubles', () => {
  const cost = textCost(Buffer.alloc(3000, 0xff));
  expect(cost).toMatchObject({ raw: 3000, hex: 6000, base64: 4000 });
});

test('a JSON string or an array of numbers costs more than base64 for the bytes 0 to 255', () => {
  const cost = textCost(Uint8Array.from({ length: 256 }, (_, i) => i));
  expect(cost.base64).toBeLessThan(cost.jsonString);
  expect(cost.jsonString).toBeLessThan(cost.jsonNumbers);
});

test('the formula is what Node really writes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (data) => {
      expect(textCost(data).base64).toBe(base64Bytes(data.length));
    }),
  );
});

test('π is 8 bytes as a double and 17 as text', () => {
  expect(JSON.stringify(Math.PI)).toHaveLength(17);
  expect(new Float64Array([Math.PI]).byteLength).toBe(8);
});
