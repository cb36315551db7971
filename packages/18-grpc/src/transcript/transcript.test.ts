// What is on the wire, frame by frame.

import { copiedBytes } from '@bytes-up/byte-queue';
import { CALC, CALC_EACH, MEAN, PING } from '../by-hand/methods';
import { percentDecode } from '../by-hand/ending/trailers';
import { recorded } from './recorded';
import { HeaderList } from './header-list';
import { Http2FrameSplitter, PREFACE } from './http2-frames';
import type { Transcript } from './transcript';

const typesOn = (transcript: Transcript, stream: number): string[] =>
  transcript.frames.filter((frame) => frame.stream === stream).map(({ type }) => type);

test('a call is HEADERS and DATA there, HEADERS, DATA and trailers back', async () => {
  await recorded(async ({ client, said }) => {
    await client.unary(CALC, 1_000);
    const { toServer, toClient, lines } = said();
    expect(typesOn(toServer, 1).slice(0, 2)).toEqual(['HEADERS', 'DATA']);
    expect(typesOn(toClient, 1).filter((type) => type !== 'WINDOW_UPDATE')).toEqual([
      'HEADERS',
      'DATA',
      'HEADERS',
    ]);
    expect(typesOn(toServer, 0)[0]).toBe('SETTINGS');
    for (const line of [
      'C    :path: /pi.PiCalculator/Calc',
      'C    te: trailers',
      'C    a message of 3 bytes: 08 e8 07',
      'S    grpc-status: 0',
    ])
      expect(lines).toContain(line);
  });
});

test('a message is not a frame: one of 100,000 bytes spans seven, of 16,384 bytes at most', async () => {
  await recorded(async ({ client, said }) => {
    await client.unary(PING, 'x'.repeat(100_000));
    const { toServer, lines } = said();
    const data = toServer.frames.filter(
      ({ type, payload }) => type === 'DATA' && payload.length > 0,
    );
    const sizes = data.map(({ payload }) => payload.length);
    expect(sizes).toHaveLength(7);
    expect(Math.max(...sizes)).toBe(16_384);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5 + 100_004);
    // The fourth is one byte shorter: the initial window is 65,535 bytes.
    expect(sizes.slice(0, 4).reduce((sum, size) => sum + size, 0)).toBe(65_535);
    expect(lines).toContain('C    16384 bytes of an incomplete message');
    expect(lines).toContain('C    a message of 100004 bytes, which begins 0a a0 8d 06 78 78 78 78');
  });
});

test('a call has seven headers', async () => {
  await recorded(async ({ client, said }) => {
    await client.unary(CALC, 1);
    const { lines } = said();
    const begin = lines.findIndex((line) => line.startsWith('C  HEADERS'));
    const headers = lines
      .slice(begin + 1, begin + 9)
      .map((line) => line.slice(5).split(/(?<=.):/)[0]);
    expect(headers.slice(0, 7).sort()).toEqual([
      ':authority',
      ':method',
      ':path',
      ':scheme',
      'content-type',
      'grpc-accept-encoding',
      'te',
    ]);
    expect(lines[begin + 8]).toMatch(/^C {2}DATA/);
  });
});

test('credit comes before the bytes that need it, in both directions', async () => {
  await recorded(async ({ client, said }) => {
    await client.unary(PING, 'x'.repeat(100_000));
    const credit = { C: 65_535, S: 65_535 };
    let updates = 0;
    for (const line of said().lines) {
      const [, who, bytes] = /^([CS]) {2}DATA stream 1, (\d+) bytes/.exec(line) ?? [];
      if (who === 'C' || who === 'S') credit[who] -= Number(bytes);
      const [, giver, more] = /^([CS]) {2}WINDOW_UPDATE stream 1.*: (\d+) more/.exec(line) ?? [];
      if (giver !== undefined) credit[giver === 'C' ? 'S' : 'C'] += Number(more);
      if (giver !== undefined) updates++;
      expect(Math.min(credit.C, credit.S)).toBeGreaterThanOrEqual(0);
    }
    expect(updates).toBeGreaterThan(2);
  });
});

test('a second call takes fewer bytes: HPACK refers to earlier headers', async () => {
  await recorded(async ({ client, said }) => {
    const sizes: number[] = [];
    for (let n = 0; n < 2; n++) {
      await client.unary(CALC, 1);
      const { toServer } = said();
      sizes.push(
        toServer.frames.filter(({ type }) => type === 'HEADERS').at(-1)?.payload.length ?? 0,
      );
    }
    expect(sizes[1]).toBeLessThan((sizes[0] ?? 0) / 2);
  });
});

test('a call that has ended is not reset', async () => {
  await recorded(async ({ client, said }) => {
    for (let calls = 0; calls < 3; calls++) await client.unary(CALC, 1);
    await client.collect(MEAN, [1, 2]);
    await client.unary(CALC, 1); // so that all earlier frames have passed
    expect(said().lines.filter((line) => line.includes('RST_STREAM'))).toEqual([]);
  });
});

test('an error has no DATA', async () => {
  await recorded(async ({ client, said }) => {
    await client.unary(CALC, -1).catch(() => undefined);
    const { toClient, lines } = said();
    expect(typesOn(toClient, 1)).not.toContain('DATA');
    expect(lines).toContain('S    grpc-status: 3');
    const message = lines.find((line) => line.startsWith('S    grpc-message: ')) ?? '';
    expect(percentDecode(message)).toBe('S    grpc-message: n must be above 0, got -1');
  });
});

test('to stop iterating cancels the call: RST_STREAM', async () => {
  await recorded(async ({ client, said }) => {
    async function* endless(): AsyncGenerator<number> {
      for (;;) yield 1;
    }
    const values = client.stream(CALC_EACH, endless());
    await values.next();
    await values.return(undefined);
    await client.unary(CALC, 1); // so that the cancellation has passed the recorder
    expect(said().lines.some((line) => /^C {2}RST_STREAM stream 1, .*: CANCEL$/.test(line))).toBe(
      true,
    );
  });
});

/** A header in several chunks is joined each time that it is read. */
function peeked(bytes: number, pieceBytes: number): number {
  return pieceBytes < 9 ? (9 * bytes) / pieceBytes : 9 * 4;
}

describe('the frame splitter', () => {
  const bytes = Buffer.concat([
    Buffer.from(PREFACE),
    Buffer.from('000000040000000000', 'hex'),
    Buffer.from('0000020001000000' + '07aabb', 'hex'),
    Buffer.from('000001ff00ffffffffcc', 'hex'),
  ]);

  test('finds the same frames wherever the stream is split', () => {
    for (let at = 0; at <= bytes.length; at++) {
      const splitter = new Http2FrameSplitter(true);
      const frames = [bytes.subarray(0, at), bytes.subarray(at)].flatMap((p) => splitter.push(p));
      expect(frames.map((f) => [f.type, f.flags, f.stream, f.payload.toString('hex')])).toEqual([
        ['SETTINGS', 0, 0, ''],
        ['DATA', 1, 7, 'aabb'],
        ['type 255', 0, 0x7fff_ffff, 'cc'],
      ]);
    }
  });

  test.each([16_384, 1_024, 1])('copies each byte at most twice in chunks of %d bytes', (size) => {
    const frame = Buffer.alloc(9 + 16_384);
    frame.writeUIntBE(16_384, 0, 3);
    const stream = Buffer.concat([frame, frame, frame, frame]);
    const splitter = new Http2FrameSplitter(false);
    let frames = 0;
    const copied = copiedBytes(() => {
      for (let at = 0; at < stream.length; at += size)
        frames += splitter.push(stream.subarray(at, at + size)).length;
    });
    expect(frames).toBe(4);
    expect(copied).toBeLessThanOrEqual(2 * stream.length + peeked(stream.length, size));
  });

  test('rejects a frame that is too long, and another protocol', () => {
    const push = (isClient: boolean, chunk: Buffer) => () =>
      new Http2FrameSplitter(isClient).push(chunk);
    expect(push(false, Buffer.from('004001000000000000', 'hex'))).toThrow(
      'frame length 16385 exceeds 16384',
    );
    expect(push(true, Buffer.from('GET / HTTP/1.1\r\nhost: a\r\n\r\n'))).toThrow(
      "expected HTTP/2's preface",
    );
  });
});

test('a header list in many parts: each byte is copied at most twice', () => {
  const list = new HeaderList();
  const block = Buffer.alloc(8_000, 0x82); // `:method: GET`, again and again
  let fields = 0;
  const collect = (): void => {
    for (let at = 0; at < block.length; at++)
      fields += list.read(block.subarray(at, at + 1), at === block.length - 1).length;
  };
  expect(copiedBytes(collect)).toBeLessThanOrEqual(2 * block.length);
  expect(fields).toBe(block.length);
});

test('a header list in parts, and bytes that are not a header list', () => {
  const list = new HeaderList();
  expect(list.read(Buffer.from('82', 'hex'), false)).toEqual([]);
  expect(list.read(Buffer.from('86', 'hex'), true)).toEqual([
    [':method', 'GET'],
    [':scheme', 'http'],
  ]);
  expect(() => list.read(Buffer.from('ff', 'hex'), true)).toThrow();
});
