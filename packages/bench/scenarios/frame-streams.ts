// The streams that the framing scenario reads: one big frame in small chunks, many small
// frames in big chunks.

import { encodeFrame } from '@bytes-up/codec';

export const KIB = 1024;
export const MIB = 1024 * KIB;

/**
 * One frame with a body of this many bytes, in chunks of 1 KiB. Every byte depends on its
 * position.
 */
export function bigFrameInSmallChunks(bodyBytes: number): Buffer[] {
  const body = Buffer.alloc(bodyBytes);
  for (let i = 0; i < bodyBytes; i++) body[i] = (i * 31 + (i >> 8)) & 0xff;
  return cut(encodeFrame(body), KIB);
}

/** A `ping` of exactly 49 bytes: the request of the course's measurements. */
export function smallRequest(id: number): string {
  return JSON.stringify({ in: 'ping', params: 'bytes up now', id: 100_000 + (id % 900_000) });
}

/** Small requests, one after another, cut every 64 KiB, also inside a frame. */
export function smallFramesInBigChunks(frames: number): Buffer[] {
  const stream = Array.from({ length: frames }, (_, id) => encodeFrame(smallRequest(id)));
  return cut(Buffer.concat(stream), 64 * KIB);
}

function cut(stream: Buffer, chunkBytes: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < stream.length; at += chunkBytes) {
    chunks.push(stream.subarray(at, at + chunkBytes));
  }
  return chunks;
}

/** Bytes of a stream. */
export function streamBytes(chunks: readonly Buffer[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
