// Draws the place of an error: a row of hex, a row of text, and a caret under the bad
// byte (chapter 03).

export interface CaretOptions {
  /** How many bytes to show before the bad one. Default 8. */
  readonly before?: number;
  /** How many bytes to show after it. Default 7, which makes rows of 16. */
  readonly after?: number;
  /**
   * The number of the first byte, if the bytes are part of a longer input. Default 0.
   */
  readonly first?: number;
}

// #region caret
/**
 * Draws the bytes around `offset`. An offset just past the end points to the missing
 * byte.
 *
 *     byte 6   7b 22 69 6e 22 3a 78 7d
 *              {  "  i  n  "  :  x  }
 *                                ^^
 */
export function caret(bytes: Uint8Array, offset: number, options: CaretOptions = {}): string {
  const at = Math.min(Math.max(Math.trunc(offset) || 0, 0), bytes.length);
  const start = Math.max(0, at - (options.before ?? 8));
  const shown = bytes.subarray(start, at + 1 + (options.after ?? 7));
  const label = `byte ${at + (options.first ?? 0)}`;
  const before = start > 0 ? '… ' : '';
  const after = start + shown.length < bytes.length ? ' …' : '';
  const margin = ' '.repeat(label.length + 3 + before.length);
  const hex = Array.from(shown, hexByte).join(' ');
  const text = Array.from(shown, (byte) => printable(byte).padEnd(3)).join('');
  return [
    `${label}   ${before}${hex}${after}`,
    `${margin}${text.trimEnd()}`,
    `${margin}${' '.repeat((at - start) * 3)}^^`,
  ].join('\n');
}
// #endregion caret

/** A byte as two hexadecimal digits. */
export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** A byte as its ASCII character, or as a dot if it is not printable. */
export function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}
