// Formats segments as a hex dump with the meanings beside the bytes (chapter 03).

import { hexByte, printable } from './caret';
import type { Segment } from './segment';

export interface FormatOptions {
  /**
   * Colours by ANSI escapes. Default false, because only the caller knows whether the
   * output is a terminal.
   */
  readonly color?: boolean;
}

/** Bytes of one row of the dump. */
const ROW_BYTES = 8;
/** Rows of one segment. The rest is left out, with a note. */
const MAX_ROWS = 4;

const DIM = '\u001b[2m';
const RED = '\u001b[31m';
const CYAN = '\u001b[36m';
const RESET = '\u001b[0m';

// #region format
/**
 * Offset, hex, text and meaning: a row for each eight bytes, and at most four rows for a
 * segment. There is no line break at the end.
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

/** Bytes from the wire must not reach the terminal as control characters. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '.');
}
