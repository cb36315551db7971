// Frames, built by hand (docs/protocol.md, section 2). They do not come from the codec of
// chapter 03, because its tests and the conformance suite judge it with these bytes.

/** Bytes of a frame's length. */
export const LENGTH_BYTES = 4;

/**
 * A frame: the body's length in little-endian, then the body. Text is encoded as UTF-8.
 */
export function frame(body: string | Uint8Array): Buffer {
  // One buffer, because the floods of the conformance suite copy many megabytes.
  const bytes = Buffer.allocUnsafe(LENGTH_BYTES + Buffer.byteLength(body));
  bytes.writeUInt32LE(bytes.length - LENGTH_BYTES);
  if (typeof body === 'string') bytes.write(body, LENGTH_BYTES, 'utf8');
  else bytes.set(body, LENGTH_BYTES);
  return bytes;
}

/** Only a frame's length: 4 bytes, little-endian. */
export function lengthOf(bodyBytes: number): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(bodyBytes);
  return length;
}

/** A request as a frame. Members that are undefined are left out. */
export function request(members: object): Buffer {
  return frame(JSON.stringify(members));
}

/** Several requests in one buffer. */
export function frames(...requests: readonly object[]): Buffer {
  return concat(...requests.map(request));
}

/** Several frames in one buffer. */
export function concat(...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts);
}
