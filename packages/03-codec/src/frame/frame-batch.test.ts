// FrameBatch writes what encodeFrame writes, which is the plain version.
import fc from 'fast-check';
import { subject } from '../testing/subject';

const { FrameBatch, encodeFrame, encodeFrames } = subject();

const framesOf = (bodies: readonly string[]): string =>
  Buffer.concat(bodies.map((body) => encodeFrame(body))).toString('hex');

test.each([
  ['no body', []],
  ['one', ['{"out":"pong"}']],
  ['one that is not ASCII', ['{"out":"é"}']],
  ['two, one of them empty', ['{"out":"pong"}', '']],
  ['a body that is not ASCII behind one that is', ['{"out":"pong"}', 'é', '€', '😀']],
  ['a lone surrogate', ['a', '\ud800']],
  // c2 80 is one character of UTF-8, and here it is the end of a length and a body
  ['bytes of a length that look like UTF-8', ['x'.repeat(0xc2), '\x80'.repeat(0x80)]],
  [
    'lengths on both sides of 128, 256 and 64 Ki',
    [127, 128, 255, 256, 65_535, 65_536].map((n) => 'x'.repeat(n)),
  ],
])('the frames of a batch: %s', (_what, bodies) => {
  const batch = new FrameBatch();
  for (const body of bodies) batch.add(body);
  expect(batch.take().toString('hex')).toBe(framesOf(bodies));
  expect(batch.length).toBe(0);
  expect(batch.take()).toHaveLength(0);
});

test('any bodies give the bytes that encodeFrame gives', () => {
  const body = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({ unit: fc.constantFrom('\x7f', '\x80', '\xff', 'a'), maxLength: 200 }),
  );
  fc.assert(
    fc.property(fc.array(body, { maxLength: 20 }), (bodies) => {
      expect(encodeFrames(bodies).toString('hex')).toBe(framesOf(bodies));
    }),
    { numRuns: 1000 },
  );
});

test('the length is exact for ASCII, and at least a third of the size for the rest', () => {
  const batch = new FrameBatch();
  batch.add('{"out":"pong"}');
  expect(batch.length).toBe(18);
  batch.add('€'.repeat(1000));
  expect(batch.length).toBe(1022);
  expect(batch.take()).toHaveLength(3022);
});
