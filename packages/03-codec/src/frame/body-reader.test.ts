// BodyReader gives the bodies, errors and states of FrameDecoder, which is the plain
// version, and decodeAsciiBody what decodeBody gives.
import { join } from 'node:path';
import { runScript } from '@bytes-up/testkit';
import fc from 'fast-check';
import { caught } from '../testing/caught';
import { damagedJson } from '../testing/damaged-json';
import { everySplit } from '../testing/every-split';
import { subject } from '../testing/subject';

const { BodyReader, FrameDecoder, decodeAsciiBody, decodeBody, encodeFrame } = subject();

/** What a reader does with these chunks. It takes `perChunk` bodies after each. */
function readAll(
  reader: InstanceType<typeof BodyReader | typeof FrameDecoder>,
  chunks: readonly Uint8Array[],
  perChunk = Infinity,
): unknown[] {
  const seen: unknown[] = [];
  const next = (): boolean => {
    try {
      const body = reader.next();
      if (body === undefined) seen.push(reader.state);
      else seen.push(Buffer.from(body as string, 'latin1').toString('hex'));
      return body !== undefined;
    } catch (error) {
      const { code, message, offset } = error as { code: string; message: string; offset: number };
      seen.push({ code, message, offset });
      return false;
    }
  };
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let taken = 0; taken < perChunk && next(); taken++);
  }
  while (next());
  return seen;
}

function expectSame(chunks: readonly Uint8Array[], maxFrameBytes: number, perChunk?: number): void {
  const options = { maxFrameBytes };
  const plain = readAll(new FrameDecoder(options), chunks, perChunk);
  expect(readAll(new BodyReader(options), chunks, perChunk)).toEqual(plain);
}

const framesOf = (bodies: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(bodies.map((body) => encodeFrame(body)));

test.each([
  ['ASCII', ['{"in":"ping","id":1}', '', '{}', 'x'.repeat(40)]],
  ['a length byte of 128 or more', ['{"in":"ping"}', 'x'.repeat(130), '{"id":2}']],
  ['a body that is not ASCII', ['{"in":"ping"}', '{"in":"é"}', '{"id":2}', 'ü']],
  ['bytes that are not UTF-8', ['{"a":1}', Buffer.from('ff00', 'hex'), '{}']],
  ['a length over the limit', ['{}', 'x'.repeat(201), '{}']],
])('it reads what FrameDecoder reads, split at every point: %s', (_what, bodies) => {
  everySplit(framesOf(bodies), (chunks) => {
    for (const perChunk of [0, 1, Infinity]) expectSame(chunks, 200, perChunk);
  });
});

test('any frames in any chunks, taken at any time, come out as FrameDecoder has them', () => {
  const body = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.uint8Array({ maxLength: 50 }),
  );
  const sizes = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(body, { maxLength: 30 }), sizes, fc.nat(4), (bodies, cuts, perChunk) => {
      const stream = framesOf(bodies);
      const chunks: Buffer[] = [];
      for (let at = 0, i = 0; at < stream.length; i++) {
        const size = cuts[i % cuts.length]!;
        chunks.push(stream.subarray(at, at + size));
        at += size;
      }
      expectSame(chunks, 250, perChunk);
    }),
    { numRuns: 500 },
  );
});

test('a body is a string if, and only if, it is all ASCII and in the newest chunk', () => {
  const reader = new BodyReader({ maxFrameBytes: 1000 });
  reader.push(framesOf(['{"a":1}', '{"é":1}', 'y'.repeat(200)]));
  expect([reader.next(), reader.next(), reader.next()].map((body) => typeof body)).toEqual([
    'string',
    'object',
    'string',
  ]);
  const frame = framesOf(['{"a":1}']);
  reader.push(frame.subarray(0, 6));
  expect(reader.next()).toBeUndefined();
  reader.push(frame.subarray(6));
  expect(reader.next()).toEqual(Buffer.from('{"a":1}'));
});

test('a chunk longer than a socket reads at once is not kept twice', () => {
  const reader = new BodyReader({ maxFrameBytes: 100 });
  reader.push(framesOf(Array.from({ length: 8_000 }, () => '{"a":1}')));
  expect(reader.next()).toEqual(Buffer.from('{"a":1}'));
});

test('neither a reader that waits nor a value that was read keeps its chunk in memory', async () => {
  const script = join(__dirname, '../testing/kept-chunks.ts');
  const { stdout } = await runScript(script, { flags: ['--expose-gc'] });
  expect(Number(stdout)).toBeLessThan(4096); // bytes for each chunk of 64 KiB
});

describe('decodeAsciiBody', () => {
  const outcome = (decode: () => unknown): unknown => {
    try {
      return { value: decode() };
    } catch (error) {
      const { code, message, offset, picture } = error as Record<string, unknown>;
      return { code, message, offset, picture };
    }
  };

  test('any ASCII text decodes to the same value, or fails with the same error', () => {
    fc.assert(
      fc.property(damagedJson(), fc.integer({ min: 1, max: 8 }), (bytes, maxDepth) => {
        const ascii = Buffer.from(bytes).map((byte) => byte & 0x7f);
        const text = Buffer.from(ascii).toString('latin1');
        expect(outcome(() => decodeAsciiBody(text, { maxDepth }))).toEqual(
          outcome(() => decodeBody(ascii, { maxDepth })),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('a hundred thousand levels are refused before JSON.parse sees them', () => {
    const parse = jest.spyOn(JSON, 'parse');
    const text = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const { message } = caught(() => decodeAsciiBody(text, { maxDepth: 64 }));
    expect(message).toContain('nested deeper than maxDepth 64');
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });
});
