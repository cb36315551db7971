// Explains a frame byte by byte (chapter 03). `npm start -- bytes HEX` and a server's
// --trace print the result.

import { DEFAULT_LIMITS } from '@bytes-up/protocol';
import { explainBody } from './explain-body';
import { LENGTH_BYTES } from '../frame/frame-decoder';
import type { Segment } from './segment';

export interface ExplainOptions {
  /** Default: the protocol's 4 MiB. */
  readonly maxFrameBytes?: number;
  /** Default: the protocol's 64. */
  readonly maxDepth?: number;
}

/** At most this many frames are explained: four million empty ones fit into 16 MiB. */
const MAX_FRAMES = 1000;

// #region explain
/**
 * Explains the frames in `bytes`, one after the other. The segments cover every byte
 * once, in order. Never throws.
 */
export function explainFrame(bytes: Uint8Array, options: ExplainOptions = {}): Segment[] {
  const { maxFrameBytes, maxDepth } = { ...DEFAULT_LIMITS, ...options };
  const segments: Segment[] = [];
  let offset = 0;
  for (let frames = 0; offset < bytes.length && frames < MAX_FRAMES; frames++) {
    const length = explainLength(
      bytes.subarray(offset, offset + LENGTH_BYTES),
      offset,
      maxFrameBytes,
    );
    segments.push(length.segment);
    offset += length.segment.bytes.length;
    if (length.lost) break;
    const body = bytes.subarray(offset, offset + length.bodyBytes);
    segments.push(...explainBody(body, offset, length.bodyBytes, maxDepth));
    offset += body.length;
  }
  if (offset < bytes.length) segments.push(unread(bytes.subarray(offset), offset, segments));
  return segments;
}
// #endregion explain

interface Length {
  readonly segment: Segment;
  readonly bodyBytes: number;
  /** True when the next frame cannot be found. */
  readonly lost: boolean;
}

function explainLength(bytes: Uint8Array, offset: number, maxFrameBytes: number): Length {
  if (bytes.length < LENGTH_BYTES) {
    const error = `received ${bytes.length} of ${LENGTH_BYTES} length bytes`;
    const meaning = 'the beginning of a length';
    return { segment: { offset, bytes, meaning, error }, bodyBytes: 0, lost: true };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
  const bodyBytes = view.getUint32(0, true);
  const meaning = `length ${bodyBytes}: unsigned, 32 bits, little-endian`;
  if (bodyBytes > maxFrameBytes) {
    const error = `frame length ${bodyBytes} exceeds maxFrameBytes ${maxFrameBytes} (3.2)`;
    const hint = otherOrder(view.getUint32(0, false), maxFrameBytes);
    return { segment: { offset, bytes, meaning, error: error + hint }, bodyBytes, lost: true };
  }
  if (bodyBytes === 0) {
    const error = 'empty body: INVALID_ARGUMENT, the connection stays open (3.3)';
    return { segment: { offset, bytes, meaning, error }, bodyBytes, lost: false };
  }
  return { segment: { offset, bytes, meaning }, bodyBytes, lost: false };
}

/**
 * A hint if the length is too large in little-endian but plausible in big-endian: it was
 * probably sent in network byte order.
 */
function otherOrder(bigEndian: number, maxFrameBytes: number): string {
  if (bigEndian > maxFrameBytes) return '';
  return `; read big-endian it would be ${bigEndian}: was it sent in network byte order?`;
}

function unread(bytes: Uint8Array, offset: number, before: readonly Segment[]): Segment {
  const meaning = before.at(-1)?.error?.includes('maxFrameBytes')
    ? 'not read: the frame boundary is lost, the server closes the connection'
    : `more frames, not explained (${MAX_FRAMES} were)`;
  return { offset, bytes, meaning };
}
