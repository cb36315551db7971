import fc from 'fast-check';
import { encodeVarint32 } from '../other-ways/varint';
import { join, replaceWithin, typedText, type LengthOf } from './edit';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

test('without a length around it, what stands beside stays', () => {
  expect(replaceWithin(bytes(1, 2, 3), [], { begin: 1, end: 2, bytes: bytes(8, 9) })).toEqual(
    bytes(1, 8, 9, 3),
  );
});

test('each length around it counts the new bytes', () => {
  const input = bytes(5, 7, 2, 1, 1, 7, 0);
  const lengths = [
    { begin: 0, content: 1, end: 6 },
    { begin: 2, content: 3, end: 5 },
  ];
  expect(replaceWithin(input, lengths, { begin: 3, end: 4, bytes: bytes(9, 9, 9) })).toEqual(
    bytes(7, 7, 4, 9, 9, 9, 1, 7, 0),
  );
});

test('any depth: the same bytes as written from the start, lengths of two bytes too', () => {
  const layers = fc.array(fc.tuple(fc.uint8Array({ maxLength: 90 }), fc.uint8Array()), {
    maxLength: 5,
  });
  /** The value in its layers, and the lengths around it. */
  const build = (value: Uint8Array, around: readonly (readonly [Uint8Array, Uint8Array])[]) => {
    let input = value;
    let begin = 0;
    let lengths: LengthOf[] = [];
    for (const [before, after] of around) {
      const counted = join(before, input, after);
      const length = encodeVarint32(counted.length);
      const by = length.length + before.length;
      begin += by;
      lengths = lengths.map((one) => {
        return { begin: one.begin + by, content: one.content + by, end: one.end + by };
      });
      lengths.unshift({ begin: 0, content: length.length, end: length.length + counted.length });
      input = join(length, counted);
    }
    return { input, begin, lengths };
  };
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.uint8Array({ maxLength: 200 }),
      layers,
      (old, fresh, around) => {
        const { input, begin, lengths } = build(old, around);
        const place = { begin, end: begin + old.length, bytes: fresh };
        expect(replaceWithin(input, lengths, place)).toEqual(build(fresh, around).input);
      },
    ),
  );
});

test.each([
  ['text', 'Tromsø', 'Tromsø'],
  ['a line break', 'a\nb', undefined],
])('%s can be typed, or not', (_, text, typed) => {
  expect(typedText(Buffer.from(text))).toBe(typed);
});

test('bytes that are no UTF-8 cannot be typed', () => {
  expect(typedText(bytes(0xff))).toBeUndefined();
});
