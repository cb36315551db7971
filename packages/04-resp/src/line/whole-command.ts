// Commands that are complete, read in one go: what clients and people send nearly always.
// Optional at a first reading: decoder.ts reads the same commands, and all others.

import type { RespLimits, RespValue } from '../value';

const [LF, CR, SPACE, DOUBLE, STAR, SINGLE, DOLLAR] = [0x0a, 0x0d, 0x20, 0x22, 0x2a, 0x27, 0x24];
const [ZERO, NINE, TILDE] = [0x30, 0x39, 0x7e];
/** Lines of digits are not longer: a longer one, and its limits, are for the decoder. */
const MOST_DIGITS = 9;
/** `$123456789` and CR. */
const LONGEST_LINE = 11;

/**
 * A command at `start`: an array of bulk strings, or a line of words without
 * quotes.
 * @returns where it ends, too; undefined for anything else, and for what breaks a limit
 */
export function wholeCommand(
  bytes: Buffer,
  start: number,
  limits: RespLimits,
): { readonly value: RespValue; readonly end: number } | undefined {
  const command =
    bytes[start] === STAR ? bulkStrings(bytes, start, limits) : plainWords(bytes, start, limits);
  return command !== undefined && command.end - start <= limits.maxValueBytes ? command : undefined;
}

function bulkStrings(bytes: Buffer, start: number, limits: RespLimits) {
  if (limits.maxDepth < 1 || limits.maxLineBytes < LONGEST_LINE) return undefined;
  let at = lineEnd(bytes, start + 1);
  const count = at < 0 ? 0 : numberAt(bytes, start + 1, at);
  if (count < 1 || count > limits.maxCount) return undefined;
  const words: RespValue[] = [];
  while (words.length < count) {
    const from = bytes[at] === DOLLAR ? lineEnd(bytes, at + 1) : -1;
    if (from < 0) return undefined;
    const length = numberAt(bytes, at + 1, from);
    const end = from + length;
    if (length > limits.maxBulkBytes || bytes[end] !== CR || bytes[end + 1] !== LF)
      return undefined;
    words.push({ type: 'bulk string', value: bytes.subarray(from, end) });
    at = end + 2;
  }
  return { value: { type: 'array', value: words } as const, end: at };
}

/** Where the line after one to nine digits and CR LF begins; -1 for anything else. */
function lineEnd(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < from + MOST_DIGITS; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < ZERO || byte > NINE) break;
  }
  return at > from && bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : -1;
}

/** The digits of a line that begins at `from`; the next one begins at `end`. */
function numberAt(bytes: Buffer, from: number, end: number): number {
  let number = 0;
  for (let at = from; at < end - 2; at++) number = number * 10 + bytes[at]! - ZERO;
  return number;
}

function plainWords(bytes: Buffer, start: number, limits: RespLimits) {
  const words: RespValue[] = [];
  let from = start;
  for (let at = start; at - start <= limits.maxLineBytes; at++) {
    const byte = bytes[at] ?? 0; // 0, too, is left to the decoder
    const isEnd = byte === LF || (byte === CR && bytes[at + 1] === LF);
    if (isEnd || byte === SPACE) {
      if (at > from) words.push({ type: 'bulk string', value: bytes.subarray(from, at) });
      from = at + 1;
    } else if (byte < SPACE || byte > TILDE || byte === DOUBLE || byte === SINGLE) {
      return undefined;
    }
    if (byte === LF && words.length > 0)
      return { value: { type: 'array', value: words } as const, end: at + 1 };
    if (byte === LF) return undefined; // an empty line
  }
  return undefined;
}
