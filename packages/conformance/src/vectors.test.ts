// The vector files: `send` in hex is authoritative, and `text` must match it.
import { fromHex, hex } from './client/bytes';
import { bodyVectors, differenceOf } from './body-vectors';
import { clauseOf } from './case';
import { bytesOfText, readVectors, VECTOR_AREAS } from './vectors';

describe.each(VECTOR_AREAS)('vectors/%s.json', (area) => {
  const vectors = readVectors(area);

  test.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    const sent = vector.send.map(fromHex);
    // Always upper case, with spaces.
    expect(vector.send).toEqual(sent.map(hex));
    if (vector.text !== undefined) {
      expect(hex(Buffer.concat(sent))).toBe(hex(bytesOfText(vector.text)));
    }
    expect(clauseOf(vector.id)).toMatch(/^\d+\.\d+$/);
    expect(vector.title).not.toMatch(/\.$/);
  });
});

describe('without frames', () => {
  test('each body has its answer, or none of the vector has one', () => {
    const vectors = bodyVectors();
    expect(vectors.length).toBeGreaterThan(100);
    for (const { id, bodies, expect: expected } of vectors)
      expect([id, expected.length]).toEqual([id, expected.length === 0 ? 0 : bodies.length]);
    const [framed] = readVectors('body');
    const [bare] = vectors;
    expect(Buffer.concat(bare?.bodies.map((body) => body) ?? [])).toEqual(
      fromHex(framed?.send[0] ?? '').subarray(4),
    );
  });

  test('an answer is compared as on a connection', () => {
    const expected = { out: 'pong', result: 1, id: 7 };
    expect(differenceOf(expected, '{"id":7,"result":1,"out":"pong"}')).toBeUndefined();
    const difference = differenceOf(expected, '{"out":"pong","result":2,"id":7}');
    expect(difference?.came).toContain('differs at result');
    expect(differenceOf(expected, 'pong')?.expected).toBe('one JSON object in UTF-8');
  });
});
