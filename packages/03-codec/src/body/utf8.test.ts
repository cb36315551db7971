import fc from 'fast-check';
import { subject } from '../testing/subject';

const { invalidUtf8At } = subject();

test('invalidUtf8At agrees with a strict TextDecoder, and all before the offset is valid', () => {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const isValid = (bytes: Uint8Array): boolean => {
    try {
      strict.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  const tricky = fc.constantFrom(
    0x00,
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
    0xff,
  );
  fc.assert(
    fc.property(fc.array(tricky, { maxLength: 6 }), (numbers) => {
      const bytes = Uint8Array.from(numbers);
      const at = invalidUtf8At(bytes);
      expect(at < 0).toBe(isValid(bytes));
      if (at >= 0) expect(isValid(bytes.subarray(0, at))).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
