import { frameDecoder } from './frame-readers';
import {
  bigFrameInSmallChunks,
  KIB,
  MIB,
  smallFramesInBigChunks,
  smallRequest,
  streamBytes,
} from './frame-streams';

test('a big frame comes in chunks of 1 KiB and starts with its length', () => {
  const chunks = bigFrameInSmallChunks(MIB);
  expect(chunks).toHaveLength(1025);
  expect(new Set(chunks.slice(0, -1).map((chunk) => chunk.length))).toEqual(new Set([KIB]));
  expect(streamBytes(chunks)).toBe(4 + MIB);
  expect(chunks[0]?.readUInt32LE(0)).toBe(MIB);
});

test('a small request is 49 bytes of JSON, whatever its id', () => {
  for (const id of [0, 1, 5_999, 899_999, 900_000]) {
    expect(Buffer.byteLength(smallRequest(id))).toBe(49);
    expect(JSON.parse(smallRequest(id))).toMatchObject({ in: 'ping' });
  }
});

test('a chunk of 64 KiB holds more than 1,000 small frames, and may end inside one', () => {
  const chunks = smallFramesInBigChunks(6_000);
  expect(chunks.map((chunk) => chunk.length)).toEqual([65536, 65536, 65536, 65536, 55856]);
  const bodies = frameDecoder(MIB)(chunks);
  expect(bodies).toHaveLength(6_000);
  expect(String(bodies[5_999])).toBe(smallRequest(5_999));
  expect(frameDecoder(MIB)(chunks.slice(0, 1))).toHaveLength(1_236);
});
