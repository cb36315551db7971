import { encodeZ85 } from './z85';

test('the example of the specification', () => {
  expect(encodeZ85(Buffer.from('864fd26fb559f75b', 'hex'))).toBe('HelloWorld');
});

test.each([
  ['', ''],
  ['00000000', '00000'],
  ['ffffffff', '%nSc0'], // 85 to the fifth is more than 2 to the 32nd
])('%j is %j', (hex, text) => {
  expect(encodeZ85(Buffer.from(hex, 'hex'))).toBe(text);
});

test('Z85 costs a quarter, in a JSON string too: no character needs an escape', () => {
  const bytes = Buffer.from(Array.from({ length: 3000 }, (_, n) => (n * 7919) % 256));
  const text = encodeZ85(bytes);
  expect(text).toHaveLength(3750);
  expect(JSON.stringify(text)).toHaveLength(3750 + 2); // the quotes
  expect(new Set(text).size).toBe(85); // and every character was there
});

test('it takes whole groups of four bytes', () => {
  expect(() => encodeZ85(Buffer.alloc(5))).toThrow('out of range');
});
