// Ways to cut a stream of chunks into frames: chapter 03's decoder, and the obvious first
// attempts. Each takes the chunks of a whole stream and returns the bodies. Only the
// first one checks a limit.

import { FrameDecoder } from '@bytes-up/codec';

/** Returns the bodies in the chunks of a stream. */
export type FrameReader = (chunks: readonly Buffer[]) => Buffer[];

const LENGTH_BYTES = 4;

/** Chapter 03's decoder, used as a server uses it. */
export function frameDecoder(maxFrameBytes: number): FrameReader {
  return (chunks) => {
    const decoder = new FrameDecoder({ maxFrameBytes });
    const bodies: Buffer[] = [];
    for (const chunk of chunks) {
      decoder.push(chunk);
      for (let body = decoder.next(); body !== undefined; body = decoder.next()) bodies.push(body);
    }
    return bodies;
  };
}

// #region concat
/**
 * The usual first attempt: join, then look for a frame. Each chunk copies everything
 * before it, which is quadratic in the size of a frame.
 */
export const concatOnEveryChunk: FrameReader = (chunks) => {
  const bodies: Buffer[] = [];
  let pending: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    pending = Buffer.concat([pending, chunk]); // the contender: naive on purpose
    for (let end = frameEnd(pending); end <= pending.length; end = frameEnd(pending)) {
      bodies.push(pending.subarray(LENGTH_BYTES, end));
      pending = pending.subarray(end);
    }
  }
  return bodies;
};
// #endregion concat

// #region copy-remainder
/**
 * The same, but each frame also copies the bytes after it, which is quadratic in the
 * number of frames in a chunk too.
 */
export const concatAndCopyRemainder: FrameReader = (chunks) => {
  const bodies: Buffer[] = [];
  let pending: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    pending = Buffer.concat([pending, chunk]); // the contender: naive on purpose
    for (let end = frameEnd(pending); end <= pending.length; end = frameEnd(pending)) {
      bodies.push(Buffer.from(pending.subarray(LENGTH_BYTES, end)));
      pending = Buffer.from(pending.subarray(end));
    }
  }
  return bodies;
};
// #endregion copy-remainder

// #region growing-list
/**
 * Keeps the chunks and counts their bytes. It joins them once, when the first frame is
 * complete.
 */
export const growingChunkList: FrameReader = (chunks) => {
  const bodies: Buffer[] = [];
  let parts: Buffer[] = [];
  let bytes = 0;
  let end = LENGTH_BYTES;
  for (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes < end) continue;
    let joined = parts.length === 1 ? chunk : Buffer.concat(parts);
    for (end = frameEnd(joined); end <= joined.length; end = frameEnd(joined)) {
      bodies.push(joined.subarray(LENGTH_BYTES, end));
      joined = joined.subarray(end);
    }
    parts = joined.length === 0 ? [] : [joined];
    bytes = joined.length;
  }
  return bodies;
};
// #endregion growing-list

// #region bare-copy
/**
 * Not a reader: copies a stream with one frame into a preallocated buffer. Every reader
 * of such a stream copies each byte at least once, so this is what the memory alone
 * costs. It returns the same buffer each time.
 */
export function bareCopy(): FrameReader {
  const ready = new Map<number, Buffer>();
  return (chunks) => {
    const streamBytes = LENGTH_BYTES + (chunks[0]?.readUInt32LE(0) ?? 0);
    let copy = ready.get(streamBytes);
    if (copy === undefined) ready.set(streamBytes, (copy = Buffer.alloc(streamBytes)));
    let at = 0;
    for (const chunk of chunks) {
      copy.set(chunk, at);
      at += chunk.length;
    }
    return [copy.subarray(LENGTH_BYTES)];
  };
}
// #endregion bare-copy

/** Where the first frame ends. Before its length has arrived: where the length ends. */
function frameEnd(bytes: Buffer): number {
  if (bytes.length < LENGTH_BYTES) return LENGTH_BYTES;
  return LENGTH_BYTES + bytes.readUInt32LE(0);
}
