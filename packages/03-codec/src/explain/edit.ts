// Another value in the place of one that was explained (chapter 03). A longer value moves
// what follows, and every length around it has to count it.

import { encodeVarint32 } from '../other-ways/varint';

/** How the value of a segment can be changed. */
export interface Edit {
  /** The value as one types it. */
  readonly text: string;
  /**
   * The whole input with another value here.
   * @throws TypeError that says what was expected
   */
  readonly write: (text: string) => Uint8Array;
}

/** A varint and the bytes that it counts. */
export interface LengthOf {
  readonly begin: number;
  /** Where the varint ends and the counted bytes begin. */
  readonly content: number;
  readonly end: number;
}

// #region replace
/**
 * Puts `bytes` in the place of those from `begin` to `end`, and corrects the lengths
 * around them.
 * @param lengths from the outermost to the innermost
 */
export function replaceWithin(
  input: Uint8Array,
  lengths: readonly LengthOf[],
  { begin, end, bytes }: { begin: number; end: number; bytes: Uint8Array },
): Uint8Array {
  const inner = lengths.at(-1);
  if (inner === undefined) return join(input.subarray(0, begin), bytes, input.subarray(end));
  const counted = join(input.subarray(inner.content, begin), bytes, input.subarray(end, inner.end));
  return replaceWithin(input, lengths.slice(0, -1), {
    begin: inner.begin,
    end: inner.end,
    bytes: join(encodeVarint32(counted.length), counted),
  });
}
// #endregion replace

/** The parts one after the other. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * A text that can be typed in one line.
 * @returns undefined for bytes that are no UTF-8, or have control characters in them
 */
export function typedText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return /\p{Control}/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
