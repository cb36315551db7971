import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { caught } from '../testing/caught';
import { subject } from '../testing/subject';

const { compress, decompress } = subject();
const MiB = 1024 * 1024;
const always = { thresholdBytes: 0 };

test('golden: below the threshold a body is sent uncompressed, after a zero byte', () => {
  expect(compress(Buffer.from('{}'), { thresholdBytes: 3 }).toString('hex')).toBe('007b7d');
  expect(decompress(Buffer.from('007b7d', 'hex'), { maxOutputBytes: 2 }).toString()).toBe('{}');
});

test('golden: a stored block that RFC 1951 describes is read', () => {
  // flag, last block, length, its complement, bytes
  const stored = Buffer.from('01' + '01' + '0200' + 'fdff' + '7b7d', 'hex');
  expect(decompress(stored, { maxOutputBytes: 2 }).toString()).toBe('{}');
});

test('from the threshold on a body is deflated, after a byte 1', () => {
  const body = Buffer.alloc(1000, 'ab');
  const message = compress(body, { thresholdBytes: 1000 });
  expect(message[0]).toBe(1);
  expect(message.length).toBeLessThan(30);
  expect(inflateRawSync(message.subarray(1)).equals(body)).toBe(true);
  expect(compress(body, { thresholdBytes: 1001 })[0]).toBe(0);
});

test('a body that deflate does not make smaller is sent uncompressed', () => {
  const noise = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  expect(compress(noise, always)[0]).toBe(0);
  expect(deflateRawSync(noise).length).toBeGreaterThan(noise.length);
});

describe('a bomb', () => {
  // 256 MiB of zeros, MiB for MiB, so that making it takes no memory that could hide what
  // decompress takes.
  const zeros = Buffer.alloc(MiB);
  const piece = deflateRawSync(zeros, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const last = deflateRawSync(zeros, { level: 9 });
  const bomb = Buffer.concat([Buffer.of(1), ...Array<Buffer>(255).fill(piece), last]);

  test('is refused at the limit, and its memory is never allocated', () => {
    const before = process.memoryUsage().arrayBuffers;
    let most = before;
    const error = caught(() => {
      try {
        decompress(bomb, { maxOutputBytes: 4 * MiB });
      } finally {
        // before the garbage is collected: all that was ever held
        most = process.memoryUsage().arrayBuffers;
      }
    });
    expect(error).toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      message: 'the body has more than 4194304 bytes',
    });
    expect(most - before).toBeLessThan(16 * MiB);
  });

  test('is small outside and large inside', () => {
    expect(bomb.length).toBeLessThan(300 * 1024);
    expect(inflateRawSync(bomb.subarray(1))).toHaveLength(256 * MiB);
  });
});

test.each([0, 1])('exactly maxOutputBytes are accepted, one more is not, with flag %i', (flag) => {
  const body = Buffer.alloc(100, 'x');
  const message = Buffer.concat([Buffer.of(flag), flag === 1 ? deflateRawSync(body) : body]);
  expect(decompress(message, { maxOutputBytes: 100 })).toHaveLength(100);
  expect(caught(() => decompress(message, { maxOutputBytes: 99 }))).toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    message: 'the body has more than 99 bytes',
  });
});

test('maxOutputBytes may be zero', () => {
  expect(decompress(Buffer.of(0), { maxOutputBytes: 0 })).toHaveLength(0);
  const one = Buffer.concat([Buffer.of(1), deflateRawSync(Buffer.of(7))]);
  expect(caught(() => decompress(one, { maxOutputBytes: 0 })).code).toBe('RESOURCE_EXHAUSTED');
});

test.each([
  ['', 'the flag is missing, at byte 0', 0],
  ['027b7d', 'flag 2 is neither 0 (plain) nor 1 (deflated), at byte 0', 0],
  ['01', 'not a whole deflate stream, at byte 1', 1],
  ['01ffff', 'not a whole deflate stream, at byte 1', 1],
  ['01010200fdff7b', 'not a whole deflate stream, at byte 1', 1],
  ['01010200fdff7b7d99', 'bytes after the deflate stream, at byte 8', 8],
])('"%s" is refused', (hex, message, offset) => {
  const run = () => decompress(Buffer.from(hex, 'hex'), { maxOutputBytes: 100 });
  expect(caught(run)).toMatchObject({ code: 'INVALID_ARGUMENT', message, offset });
});

test('any body comes back, whatever the threshold, and never grows by more than one byte', () => {
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    fc
      .tuple(fc.uint8Array({ maxLength: 5 }), fc.nat(200))
      .map(([part, times]) => new Uint8Array(Buffer.concat(Array<Uint8Array>(times).fill(part)))),
  );
  fc.assert(
    fc.property(body, fc.nat(300), (bytes, thresholdBytes) => {
      const message = compress(bytes, { thresholdBytes });
      expect(message.length).toBeLessThanOrEqual(bytes.length + 1);
      expect(decompress(message, { maxOutputBytes: bytes.length }).equals(Buffer.from(bytes))).toBe(
        true,
      );
    }),
  );
});

test('any bytes are a body or one of the two codes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.nat(100), (bytes, maxOutputBytes) => {
      try {
        expect(decompress(bytes, { maxOutputBytes }).length).toBeLessThanOrEqual(maxOutputBytes);
      } catch (error) {
        expect((error as { code: string }).code).toMatch(/^(INVALID_ARGUMENT|RESOURCE_EXHAUSTED)$/);
      }
    }),
    { numRuns: 500 },
  );
});
