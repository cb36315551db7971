// Frames, built by hand (docs/protocol.md, section 2). They do not come from the codec of
// chapter 03, because its tests and the conformance suite judge it with these bytes.

/** Bytes of a frame's length. */
export const LENGTH_BYTES = 4;

/**
 * A frame: the body's length in little-endian, then the body. Text is encoded as UTF-8.
 */
export function frame(body: string | Uint8Array): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  return Buffer.concat([lengthOf(bytes.length), bytes]);
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
