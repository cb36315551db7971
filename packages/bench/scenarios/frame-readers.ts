// Ways to cut a stream of chunks into frames: chapter 03's decoder, and what people write
// before they have one. Each takes the chunks of a whole stream and returns the bodies;
// only the first checks a limit.

import { FrameDecoder } from '@bytes-up/codec';

/** From the chunks of a stream to the bodies in it. */
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
 * The usual first attempt: join, then look. Each chunk copies all that came before it:
 * quadratic in the frame.
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
 * The same, and each frame copies what is left behind it: quadratic in the frames of a
 * chunk too.
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
/** Keeps the chunks and counts; joins them once, when the frame in front is complete. */
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
 * No reader at all: copies a stream that holds one frame into a buffer that is ready.
 * Every reader of such a stream copies each byte at least once, so this is what the
 * memory alone costs. The answer is the same buffer each time.
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

/**
 * Where the frame at the start ends; while its length has not come, where the length ends
 * (or beyond).
 */
function frameEnd(bytes: Buffer): number {
  if (bytes.length < LENGTH_BYTES) return LENGTH_BYTES;
  return LENGTH_BYTES + bytes.readUInt32LE(0);
}
