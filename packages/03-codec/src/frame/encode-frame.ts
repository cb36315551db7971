// From a body to a frame: the length in front, in one buffer, so that it goes out in one
// write (chapter 03, clause 2.1).

import { LENGTH_BYTES } from './frame-decoder';

/** The largest N that four bytes can say. */
const MAX_LENGTH = 0xffffffff;

// #region encode
/**
 * One frame: the body's length as an unsigned 32-bit little-endian number, then the body;
 * a string as UTF-8.
 * @throws RangeError when four bytes cannot say the length.
 */
export function encodeFrame(body: Uint8Array | string): Buffer {
  const bodyBytes = Buffer.byteLength(body);
  if (bodyBytes > MAX_LENGTH) throw new RangeError(`a body of ${bodyBytes} bytes fits no frame`);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + bodyBytes);
  frame.writeUInt32LE(bodyBytes, 0);
  if (typeof body !== 'string') frame.set(body, LENGTH_BYTES);
  else if (bodyBytes > body.length) frame.write(body, LENGTH_BYTES, 'utf8');
  else frame.write(body, LENGTH_BYTES, 'latin1'); // as many bytes as characters: all ASCII, and this is faster
  return frame;
}
// #endregion encode
