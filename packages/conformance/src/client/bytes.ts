// The suite's own bytes: frames built and shown by hand (docs/protocol.md, section 2).
// It judges the codec of chapter 03, so it does not use it.

/** Bytes of a frame's length. */
export const LENGTH_BYTES = 4;

/** A frame: the body's length in little-endian, then the body. Text is encoded as UTF-8. */
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

/** Several frames as one piece. */
export function concat(...frames: readonly Uint8Array[]): Buffer {
  return Buffer.concat(frames);
}

/** `5A 00 00 00 7B`, the way the pages print bytes. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(' ');
}

/** Bytes as hex, with the middle of long ones left out. */
export function shortHex(bytes: Uint8Array, shown = 48): string {
  if (bytes.length <= shown) return hex(bytes);
  const head = Math.ceil((shown * 2) / 3);
  const tail = shown - head;
  const left = bytes.length - shown;
  const end = bytes.subarray(bytes.length - tail);
  return `${hex(bytes.subarray(0, head))} … ${left} bytes … ${hex(end)}`;
}

/** Reads hex with or without spaces. @throws Error when it is not hex. */
export function fromHex(text: string): Buffer {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) {
    throw new Error(`not hex: ${JSON.stringify(text.slice(0, 60))}`);
  }
  return Buffer.from(digits, 'hex');
}

function hexByte(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
