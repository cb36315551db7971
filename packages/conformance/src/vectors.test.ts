// The vector files: `send` in hex is authoritative, and `text` must match it.
import { fromHex, hex } from './client/bytes';
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
