// Damages a request: truncates it, extends it, or changes a byte or a length.

import type { Random } from './random';

/** Lengths and counts that are probably wrong: negative, small, or far too large. */
const LENGTHS = [-2, -1, 0, 1, 2, 3, 5, 255, 65_537, 1_048_576, 0x7f_ff_ff_ff, -0x80_00_00_00];
const HEADER_BYTES = 8;

/** Damages only the body of a request: the length of its frame still matches. */
export function damageBody(body: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(body);
  const at = HEADER_BYTES + random.below(Math.max(1, bytes.length - HEADER_BYTES));
  switch (random.below(7)) {
    case 0: // truncated, sometimes inside the header
      return bytes.subarray(0, random.oneIn(6) ? random.below(HEADER_BYTES) : at);
    case 1:
      return Buffer.concat([bytes, Buffer.alloc(1 + random.below(9), random.below(256))]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(4))]);
    case 3:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.of(random.below(256)),
        bytes.subarray(at),
      ]);
    case 4: {
      // The length of a path comes right after the header, that of an ACL later.
      const where = random.oneIn(2) ? HEADER_BYTES : at;
      if (where + 4 <= bytes.length) bytes.writeInt32BE(random.pick(LENGTHS), where);
      return bytes;
    }
    case 5: {
      const where = random.oneIn(2) ? HEADER_BYTES : at;
      if (where + 4 > bytes.length) return bytes;
      const length = bytes.readInt32BE(where) + random.pick([-2, -1, 1, 2]);
      bytes.writeInt32BE(length | 0, where);
      return bytes;
    }
    default:
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
  }
}

/** Returns a frame whose length does not match its body. */
export function damageFrame(body: Buffer, random: Random): Buffer {
  const length = Buffer.alloc(4);
  const change = random.pick([1, 2, 4, 100, -1, -2, -4]);
  length.writeInt32BE(random.oneIn(3) ? random.pick(LENGTHS) : Math.max(0, body.length + change));
  return Buffer.concat([length, body]);
}
