// Explains varints: the seven bits of each byte, and the continuation bit (chapter 03).
// `npm start -- bytes --as varint HEX` prints it.

import type { Segment } from './segment';
import { decodeVarint64 } from '../other-ways/varint';
import { decodeZigzag64 } from '../other-ways/zigzag';

/**
 * Explains the varints in `bytes`, with a segment for each byte. Never throws.
 */
export function explainVarints(bytes: Uint8Array): Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = endOf(bytes, at);
    for (let offset = at; offset < end; offset++) {
      const byte = bytes[offset] ?? 0;
      const bits = (byte & 0x7f).toString(2).padStart(7, '0');
      const more = byte >= 0x80 ? 'another one follows' : 'the last one';
      segments.push({
        offset,
        bytes: bytes.subarray(offset, offset + 1),
        meaning: `${bits} × 2^${7 * (offset - at)}, ${more}`,
      });
    }
    const last = segments.pop();
    if (last !== undefined) segments.push({ ...last, ...sumOf(bytes.subarray(at, end), last) });
    at = end;
  }
  return segments;
}

function sumOf(varint: Uint8Array, { meaning }: Segment): Pick<Segment, 'meaning' | 'error'> {
  try {
    const { value } = decodeVarint64(varint);
    return { meaning: `${meaning}: ${value}, or ${decodeZigzag64(value)} by zigzag` };
  } catch (error) {
    return { meaning, error: (error as Error).message };
  }
}

/** The offset after the first byte without the top bit, at most ten bytes on. */
function endOf(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && end < at + 10 && (bytes[end] ?? 0) >= 0x80) end++;
  return Math.min(end + 1, bytes.length, at + 10);
}
