// Nearly valid JSON, for property tests.

import fc from 'fast-check';

/** JSON with up to two bytes replaced, and arbitrary bytes. */
export function damagedJson(): fc.Arbitrary<Uint8Array> {
  const anyByte = fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(...Buffer.from('{}[]",:\\ue0-.1')),
  );
  const damage = fc.array(fc.tuple(fc.nat(), anyByte), { maxLength: 2 });
  const damaged = fc.tuple(fc.json({ maxDepth: 3 }), damage).map(([text, changes]) => {
    const bytes = new Uint8Array(Buffer.from(text));
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes;
  });
  return fc.oneof(
    { weight: 4, arbitrary: damaged },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }) },
  );
}
