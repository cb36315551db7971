import fc from 'fast-check';
import { parseHex } from './hex';

test.each([
  ['05000000', [5, 0, 0, 0]],
  ['05 00\n00\t00', [5, 0, 0, 0]],
  ['0x05, 0x00', [5, 0]],
  ['0x0500', [5, 0]],
  ['\\x7b\\x7D', [0x7b, 0x7d]],
  ['aB Cd', [0xab, 0xcd]],
  ['', []],
])('%j is %j', (text, bytes) => {
  expect([...parseHex(text)]).toEqual(bytes);
});

test.each([
  ['zz', 'not a hex digit at character 1, "zz"'],
  ['05 0', 'half a byte at character 4, "0"'],
  ['05 0 0', 'half a byte at character 4, "0"'],
  ['05 é', 'not a hex digit at character 4, "é"'],
])('%j is refused', (text, problem) => {
  const advice = 'give two hex digits for each byte, such as 02 00 00 00';
  expect(() => parseHex(text)).toThrow(new Error(`${problem}: ${advice}`));
});

test('any bytes are read back from their hex', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom('', ' ', ', 0x'), (bytes, gap) => {
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(gap);
      expect(parseHex(hex)).toEqual(bytes);
    }),
  );
});
