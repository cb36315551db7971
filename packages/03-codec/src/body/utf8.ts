// Finds the first byte that is not UTF-8 (chapter 03; RFC 3629, section 4). isUtf8 of
// node:buffer answers yes or no, but an error needs the offset.

/**
 * The offset of the first byte that does not start a valid sequence, or -1 if all bytes
 * are UTF-8.
 */
export function invalidUtf8At(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceBytes(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

/** The length of the sequence at `at`: 1 to 4 bytes, or 0 if it is invalid. */
function sequenceBytes(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const second = bytes[at + 1] ?? 0;
  const [lowest, highest] = secondByteRange(lead);
  if (second < lowest || second > highest) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let i = 2; i < length; i++) {
    if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

/**
 * The range of bytes that may follow a lead byte. The narrow ranges exclude overlong
 * forms, surrogates and code points above U+10FFFF.
 */
function secondByteRange(lead: number): readonly [number, number] {
  if (lead < 0xc2 || lead > 0xf4) return [1, 0]; // not a lead byte: an empty range
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  if (lead === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}
