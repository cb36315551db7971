// The bytes that the judge pushes, built without the learner's encoder and without ours.

import { toHex } from '@bytes-up/testkit';

/** The bytes of a frame as hex. */
export function frame(body: string): string {
  const bytes = Buffer.from(body);
  const length = [0, 8, 16, 24].map((bits) => (bytes.length >>> bits) & 0xff);
  return toHex(Buffer.concat([Buffer.from(length), bytes]));
}

export function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex');
}

export function piecesOf(whole: Buffer, bytes: number): Buffer[] {
  const count = Math.ceil(whole.length / bytes);
  return Array.from({ length: count }, (_, at) => whole.subarray(at * bytes, (at + 1) * bytes));
}

/** A body in which a lost or duplicated piece is visible. */
export function counting(bytes: number): string {
  return Array.from({ length: Math.ceil(bytes / 8) }, (_, at) => `${at}`.padStart(8))
    .join('')
    .slice(0, bytes);
}

/** What is pushed, on one line. */
export function describe(chunks: readonly Buffer[]): string {
  const shown = chunks.slice(0, 4).map((chunk) => {
    const hex = toHex(chunk.subarray(0, 12));
    return chunk.length > 12 ? `${hex} … (${chunk.length} bytes)` : hex;
  });
  const more = chunks.length > 4 ? ` | … (${chunks.length} chunks)` : '';
  return `push ${shown.join(' | ')}${more}`;
}
