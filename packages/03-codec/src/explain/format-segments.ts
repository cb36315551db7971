// Segments as a hex dump with their meanings beside the bytes (chapter 03).

import { hexByte, printable } from './caret';
import type { Segment } from './segment';

export interface FormatOptions {
  /**
   * Colours by ANSI escapes. Default false; the caller knows whether a terminal is there.
   */
  readonly color?: boolean;
}

/** Bytes of one row of the dump. */
const ROW_BYTES = 8;
/** Rows of one segment; what is longer is cut in the middle of nowhere and says so. */
const MAX_ROWS = 4;

const DIM = '\u001b[2m';
const RED = '\u001b[31m';
const CYAN = '\u001b[36m';
const RESET = '\u001b[0m';

// #region format
/**
 * Offset, hex, text, meaning: one row for each eight bytes, four rows for a segment at
 * most. No line break at the end.
 */
export function formatSegments(segments: readonly Segment[], options: FormatOptions = {}): string {
  const paint = (color: string, text: string) =>
    options.color === true && text !== '' ? `${color}${text}${RESET}` : text;
  const lines: string[] = [];
  for (const { offset, bytes, meaning, error } of segments) {
    const rows = Math.min(Math.max(Math.ceil(bytes.length / ROW_BYTES), 1), MAX_ROWS);
    for (let row = 0; row < rows; row++) {
      const start = row * ROW_BYTES;
      const part = bytes.subarray(start, start + ROW_BYTES);
      const hex = Array.from(part, hexByte)
        .join(' ')
        .padEnd(ROW_BYTES * 3 - 1);
      const text = Array.from(part, printable).join('').padEnd(ROW_BYTES);
      const label = (offset + start).toString().padStart(6);
      const note = row === 0 ? oneLine(meaning) : '';
      lines.push(`${paint(DIM, label)}  ${paint(CYAN, hex)}  ${text}  ${note}`.trimEnd());
    }
    const left = bytes.length - rows * ROW_BYTES;
    if (left > 0) lines.push(`        … ${left} more bytes`);
    if (error !== undefined) lines.push(`        ${paint(RED, `✗ ${oneLine(error)}`)}`);
  }
  return lines.join('\n');
}
// #endregion format

/** What came over the wire must not move a terminal's cursor. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '.');
}
