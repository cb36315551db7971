// gzip of single messages: when it is used, and its limit.

import { gunzipSync, gzipSync } from 'node:zlib';
import { SERVERS } from '../../local-server';
import { contextWith } from '../../testing/context';
import { http2Stub } from '../../testing/stub-server';
import { once } from 'node:events';
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { HandMadeClient } from '../client';
import { acceptsGzip, pack, unpack } from './compression';
import { MessageReader, prefix } from './message-prefix';
import { CALC, PING } from '../methods';
import { PING_MESSAGE } from './pi-codec';

const MiB = 1024 * 1024;
const unpacking = { encoding: 'gzip', maxBytes: 100, unknownEncoding: 'UNIMPLEMENTED' } as const;
const compressed = (bytes: Buffer): { isCompressed: boolean; bytes: Buffer } => ({
  isCompressed: true,
  bytes,
});
/** gzip allows any number of members, so this is cheap to make. */
const BOMB_BYTES = 256 * MiB;
const BOMB = Buffer.concat(Array<Buffer>(BOMB_BYTES / MiB).fill(gzipSync(Buffer.alloc(MiB))));

test.each([
  ['accepted, and shorter', 'gzip', Buffer.alloc(64, 'x'), true],
  ['accepted, but too short to be worth it', 'gzip', Buffer.alloc(63, 'x'), false],
  ['accepted, but longer', 'gzip', Buffer.from(Array.from({ length: 256 }, (_, i) => i)), false],
  ['not accepted', 'identity', Buffer.alloc(10_000, 'x'), false],
] as const)('gzip, %s', async (_why, encoding, message, isCompressed) => {
  const [packed] = new MessageReader().push(await pack(message, encoding));
  expect(packed?.isCompressed).toBe(isCompressed);
  const bytes = packed?.bytes ?? Buffer.alloc(0);
  expect(isCompressed ? gunzipSync(bytes) : bytes).toEqual(message);
});

test('a message of the maximum size is read, one byte more is rejected', async () => {
  const of = (length: number): Buffer => gzipSync(Buffer.alloc(length, 'x'));
  expect(await unpack(compressed(of(100)), unpacking)).toHaveLength(100);
  await expect(unpack(compressed(of(101)), unpacking)).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    message: 'decompressed message exceeds 100 bytes',
  });
});

test('a decompression bomb takes no more memory than the limit', async () => {
  expect(BOMB.length).toBeLessThan(300 * 1024);
  const most = { ...unpacking, maxBytes: 4 * MiB };
  let mostBytes = 0;
  const before = process.memoryUsage().arrayBuffers;
  const watch = setInterval(() => {
    mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers - before);
  }, 1);
  await expect(unpack(compressed(BOMB), most)).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
  });
  clearInterval(watch);
  mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers - before);
  expect(mostBytes).toBeLessThan(32 * MiB);
});

test.each([
  ['without an encoding', undefined, gzipSync('x'), 'INTERNAL', 'without grpc-encoding'],
  ['as identity', 'identity', gzipSync('x'), 'INTERNAL', 'without grpc-encoding'],
  [
    'by another algorithm',
    'snappy',
    gzipSync('x'),
    'UNIMPLEMENTED',
    'snappy is not one of identity,gzip',
  ],
  ['not gzip', 'gzip', Buffer.from('abc'), 'INTERNAL', 'not a gzip stream'],
  ['truncated', 'gzip', gzipSync('x').subarray(0, 15), 'INTERNAL', 'not a gzip stream'],
])('compressed %s: rejected', async (_what, encoding, bytes, code, why) => {
  await expect(unpack(compressed(bytes), { ...unpacking, encoding })).rejects.toMatchObject({
    code,
    message: expect.stringContaining(why) as string,
  });
});

test('an uncompressed message is unchanged, whatever the encoding is', async () => {
  const bytes = Buffer.from('abc');
  const plain = { isCompressed: false, bytes };
  expect(await unpack(plain, { ...unpacking, encoding: 'snappy' })).toBe(bytes);
});

test.each([
  ['identity,deflate,gzip', true],
  ['gzip', true],
  ['identity, gzip', true],
  ['identity,deflate', false],
  ['xgzip', false],
  [undefined, false],
])('%p: gzip is accepted: %p', (header, accepts) => expect(acceptsGzip(header)).toBe(accepts));

describe.each(Object.keys(SERVERS))('server: %s', (name) => {
  test.each([
    ['a bomb', 'gzip', prefix(BOMB, true), 8], // RESOURCE_EXHAUSTED
    // UNIMPLEMENTED
    ['by another algorithm', 'snappy', prefix(Buffer.from('x'), true), 12],
    ['not gzip', 'gzip', prefix(Buffer.from('x'), true), 13], // INTERNAL
    ['not compressed', 'snappy', prefix(PING_MESSAGE.encode('x')), 0],
  ])(
    'a request, %s: grpc-status, and the next one is answered',
    async (_what, encoding, body, status) => {
      const server = await SERVERS[name]!(contextWith());
      const url = `http://127.0.0.1:${server.address.port}`;
      const session = connectHttp2(url);
      const client = new HandMadeClient(url);
      try {
        const stream = session.request({
          ':method': 'POST',
          ':path': PING.path,
          'content-type': 'application/grpc',
          'grpc-encoding': encoding,
        });
        let end: IncomingHttpHeaders = {};
        stream.on('response', (headers) => (end = { ...end, ...headers }));
        stream.on('trailers', (headers: IncomingHttpHeaders) => (end = { ...end, ...headers }));
        stream.on('error', () => undefined).resume();
        stream.end(body);
        await once(stream, 'end');
        expect(end['grpc-status']).toBe(String(status));
        if (status === 12 && name === 'the one by hand')
          expect(end['grpc-accept-encoding']).toBe('identity,gzip');
        expect(await client.unary(CALC, 1)).toBeGreaterThan(2);
      } finally {
        await client.close();
        session.destroy();
        await server.stop();
      }
    },
  );
});

test.each([
  ['a bomb', 'gzip', BOMB, 'RESOURCE_EXHAUSTED'],
  ['by another algorithm', 'snappy', gzipSync('x'), 'INTERNAL'],
])('a response, %s', async (_what, encoding, bytes, code) => {
  const stub = await http2Stub((stream) => {
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-encoding': encoding },
      { waitForTrailers: true },
    );
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(prefix(bytes, true));
  });
  const client = new HandMadeClient(stub.url);
  try {
    await expect(client.unary(CALC, 1)).rejects.toMatchObject({ code });
  } finally {
    await client.close();
    await stub.stop();
  }
});
