import { endianness } from 'node:os';
import fc from 'fast-check';
import { caught } from '../testing/caught';
import { everySplit } from '../testing/every-split';
import { subject } from '../testing/subject';

const { FrameDecoder, FrameDecoderState, encodeFrame } = subject();
const MiB = 1024 * 1024;

function decoder(maxFrameBytes = 4 * MiB) {
  return new FrameDecoder({ maxFrameBytes });
}

/** Pushes chunk after chunk and takes what is complete after each. */
function decodeAll(chunks: readonly Uint8Array[], maxFrameBytes = 4 * MiB): Buffer[] {
  const frames = decoder(maxFrameBytes);
  const bodies: Buffer[] = [];
  for (const chunk of chunks) {
    frames.push(chunk);
    for (let body = frames.next(); body !== undefined; body = frames.next()) bodies.push(body);
  }
  frames.end();
  return bodies;
}

describe('golden bytes', () => {
  const golden = [
    { body: '', hex: '00000000' },
    { body: '{}', hex: '020000007b7d' },
    { body: '"é"', hex: '0400000022c3a922' },
    { body: 'x'.repeat(300), hex: '2c010000' + '78'.repeat(300) },
  ];

  test.each(golden)('$hex is decoded', ({ body, hex }) => {
    expect(decodeAll([Buffer.from(hex, 'hex')]).map(String)).toEqual([body]);
  });

  test.each(golden)('$hex is encoded', ({ body, hex }) => {
    expect(encodeFrame(body).toString('hex')).toBe(hex);
    expect(encodeFrame(Buffer.from(body)).toString('hex')).toBe(hex);
    expect(encodeFrame(new Uint8Array(Buffer.from(body))).toString('hex')).toBe(hex);
  });
});

describe('pieces', () => {
  const bodies = ['{"in":"ping","params":"héllo","id":1}', '', '{}', 'x'.repeat(40)];
  const stream = Buffer.concat(bodies.map((body) => encodeFrame(body)));

  test('every split point of four frames gives the same four bodies', () => {
    everySplit(stream, (chunks) => {
      expect(decodeAll(chunks).map(String)).toEqual(bodies);
    });
  });

  test('any frames in any chunks come out unchanged', () => {
    const anyBodies = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 20 });
    const anySizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(anyBodies, anySizes, (expected, sizes) => {
        const bytes = Buffer.concat(expected.map((body) => encodeFrame(body)));
        const chunks: Buffer[] = [];
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          // a copy: chunks are not neighbours in memory
          chunks.push(Buffer.from(bytes.subarray(at, at + size)));
          at += size;
        }
        const hex = (body: Uint8Array) => Buffer.from(body).toString('hex');
        expect(decodeAll(chunks).map(hex)).toEqual(expected.map(hex));
      }),
    );
  });

  test('a large body comes out unchanged from any mix of small and large chunks', () => {
    const body = Buffer.from(Uint32Array.from({ length: 10_000 }, (_, i) => i * 2654435761).buffer);
    const frame = encodeFrame(body);
    const anySize = fc.oneof(fc.constantFrom(1, 1023, 1024, 4095, 4096, 4097), fc.nat(5000));
    fc.assert(
      fc.property(fc.array(anySize, { minLength: 1, maxLength: 30 }), (sizes) => {
        const chunks: Buffer[] = [];
        for (let at = 0; at < frame.length;) {
          const size = Math.max(sizes[chunks.length % sizes.length] ?? 1, 1);
          chunks.push(Buffer.from(frame.subarray(at, at + size)));
          at += size;
        }
        const [back] = decodeAll(chunks);
        expect(back?.equals(body)).toBe(true);
      }),
    );
  });

  test('chunks pushed in a row are all there when frames are taken later', () => {
    const frames = decoder();
    for (const byte of stream) frames.push(Uint8Array.of(byte));
    expect(bodies.map(() => String(frames.next()))).toEqual(bodies);
    expect(frames.next()).toBeUndefined();
    frames.end();
  });

  test('a body that lies in one chunk is a view of it, not a copy', () => {
    const chunk = encodeFrame('{"in":"ping"}');
    const frames = decoder();
    frames.push(chunk);
    expect(frames.next()?.buffer).toBe(chunk.buffer);
  });

  test('bodies that were returned are not overwritten by what comes later', () => {
    const frames = decoder();
    const first: Buffer[] = [];
    for (const byte of Buffer.concat([stream, stream])) {
      frames.push(Uint8Array.of(byte));
      const body = frames.next();
      if (body !== undefined) first.push(body);
    }
    expect(first.map(String)).toEqual([...bodies, ...bodies]);
  });
});

describe('state', () => {
  test('a frame that arrives byte by byte goes through every state in order', () => {
    const frames = decoder();
    const seen = [frames.state];
    for (const byte of encodeFrame('ab')) {
      frames.push(Uint8Array.of(byte));
      frames.next();
      seen.push(frames.state);
    }
    const { BETWEEN_FRAMES, IN_LENGTH, IN_BODY } = FrameDecoderState;
    expect(seen).toEqual([
      BETWEEN_FRAMES,
      IN_LENGTH,
      IN_LENGTH,
      IN_LENGTH,
      IN_BODY,
      IN_BODY,
      BETWEEN_FRAMES,
    ]);
  });

  test('bufferedBytes counts what came and was not returned', () => {
    const frames = decoder();
    frames.push(Buffer.from('02000000', 'hex'));
    expect(frames.bufferedBytes).toBe(4);
    expect(frames.next()).toBeUndefined();
    frames.push(Buffer.from('7b', 'hex'));
    expect(frames.bufferedBytes).toBe(1);
    frames.push(Buffer.from('7d0100', 'hex'));
    frames.next();
    expect(frames.bufferedBytes).toBe(2);
    expect(frames.state).toBe(FrameDecoderState.IN_LENGTH);
  });

  test('an empty chunk changes nothing', () => {
    const frames = decoder();
    frames.push(new Uint8Array(0));
    expect([frames.state, frames.bufferedBytes, frames.next()]).toEqual([
      FrameDecoderState.BETWEEN_FRAMES,
      0,
      undefined,
    ]);
  });
});

describe('a length over the limit', () => {
  const tooLong = Buffer.from('00004006', 'hex'); // 104857600

  test('exactly maxFrameBytes are accepted, one more is not', () => {
    expect(decodeAll([encodeFrame('x'.repeat(10))], 10)).toHaveLength(1);
    expect(caught(() => decodeAll([encodeFrame('x'.repeat(11))], 10))).toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      message: 'frame length 11 exceeds maxFrameBytes 10, at byte 0 of the stream',
    });
  });

  test.each([
    ['00004006', 'frame length 104857600 exceeds maxFrameBytes 4194304, at byte 0 of the stream'],
    ['ffffffff', 'frame length 4294967295 exceeds maxFrameBytes 4194304, at byte 0 of the stream'],
    ['01004000', 'frame length 4194305 exceeds maxFrameBytes 4194304, at byte 0 of the stream'],
    ['0000005a', 'frame length 1509949440 exceeds maxFrameBytes 4194304, at byte 0 of the stream'],
  ])('%s fails on the four bytes alone', (hex, message) => {
    const frames = decoder();
    frames.push(Buffer.from(hex, 'hex'));
    expect(caught(() => frames.next())).toMatchObject({ code: 'RESOURCE_EXHAUSTED', message });
    expect(frames.bufferedBytes).toBe(0);
  });

  test('frames before it are returned first, then every call throws and nothing is kept', () => {
    const good = encodeFrame('{}');
    const frames = decoder();
    frames.push(Buffer.concat([good, good, tooLong, Buffer.alloc(1000)]));
    expect([String(frames.next()), String(frames.next())]).toEqual(['{}', '{}']);
    const first = caught(() => frames.next());
    expect(first).toMatchObject({ code: 'RESOURCE_EXHAUSTED', offset: 12 });
    expect(first.message).toContain('at byte 12 of the stream');
    frames.push(Buffer.alloc(1_000_000));
    expect(frames.bufferedBytes).toBe(0);
    expect(frames.state).toBe(FrameDecoderState.FAILED);
    expect(caught(() => frames.next()).message).toBe(first.message);
    expect(caught(() => frames.end()).message).toBe(first.message);
  });

  test('it is found at every split point', () => {
    everySplit(Buffer.concat([encodeFrame('{}'), tooLong]), (chunks) => {
      expect(caught(() => decodeAll(chunks))).toMatchObject({ offset: 6 });
    });
  });
});

describe('the end of the stream', () => {
  test.each([
    ['01', 'stream ended inside a frame: received 1 of 4 length bytes, at byte 0 of the stream'],
    ['0500', 'stream ended inside a frame: received 2 of 4 length bytes, at byte 0 of the stream'],
    [
      '05000000',
      'stream ended inside a frame: received 0 of 5 body bytes, at byte 0 of the stream',
    ],
    [
      '020000007b7d0500000061',
      'stream ended inside a frame: received 1 of 5 body bytes, at byte 6 of the stream',
    ],
  ])('after %s it is an error', (hex, message) => {
    expect(caught(() => decodeAll([Buffer.from(hex, 'hex')]))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message,
    });
  });

  test('between two frames it is clean', () => {
    expect(decodeAll([])).toEqual([]);
    expect(decodeAll([encodeFrame('{}')])).toHaveLength(1);
  });

  test('end() with a whole frame still waiting is a caller error', () => {
    const frames = decoder();
    frames.push(encodeFrame('{}'));
    expect(() => frames.end()).toThrow('end() before next() has returned undefined');
  });
});

test.each([0, -1, 1.5, 2 ** 32, NaN])('maxFrameBytes %p is refused', (maxFrameBytes) => {
  expect(() => new FrameDecoder({ maxFrameBytes })).toThrow(
    `maxFrameBytes must be from 1 to 4294967295, got ${maxFrameBytes}`,
  );
});

test('host byte order is not a wire format: only little-endian hosts agree with the protocol', () => {
  // what struct.pack("I", 90) does
  const hostOrder = Buffer.from(new Uint32Array([90]).buffer);
  const wireOrder = encodeFrame('x'.repeat(90)).subarray(0, 4);
  expect(wireOrder.toString('hex')).toBe('5a000000');
  expect(hostOrder.equals(wireOrder)).toBe(endianness() === 'LE');
  const networkOrder = Buffer.from(wireOrder).reverse();
  const frames = decoder();
  frames.push(networkOrder);
  expect(caught(() => frames.next()).message).toContain('frame length 1509949440 exceeds');
});
