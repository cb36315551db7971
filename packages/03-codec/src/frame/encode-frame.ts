// Turns a body into a frame, with length and body in one buffer, so that one write sends
// both (chapter 03, clause 2.1).

import { LENGTH_BYTES } from './frame-decoder';

/** The largest N that fits in four bytes. */
const MAX_LENGTH = 0xffffffff;

// #region encode
/**
 * One frame: the body's length as an unsigned 32-bit little-endian number, then the body.
 * A string is encoded as UTF-8.
 * @throws RangeError when the length does not fit in four bytes.
 */
export function encodeFrame(body: Uint8Array | string): Buffer {
  const bodyBytes = Buffer.byteLength(body);
  if (bodyBytes > MAX_LENGTH)
    throw new RangeError(`a body of ${bodyBytes} bytes does not fit in a frame`);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + bodyBytes);
  frame.writeUInt32LE(bodyBytes, 0);
  if (typeof body !== 'string') frame.set(body, LENGTH_BYTES);
  else if (bodyBytes > body.length) frame.write(body, LENGTH_BYTES, 'utf8');
  // all ASCII, so this is the same and faster
  else frame.write(body, LENGTH_BYTES, 'latin1');
  return frame;
}
// #endregion encode
