// Commands typed by hand, solved.

import { RpcError } from '@bytes-up/protocol';

const [SPACE, TAB, DOUBLE, SINGLE, BACKSLASH, X] = [0x20, 0x09, 0x22, 0x27, 0x5c, 0x78];
/** By the byte after the backslash. */
const ESCAPES: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, b: 0x08, a: 0x07 };

const isSpace = (byte: number | undefined): boolean => byte === SPACE || byte === TAB;

/**
 * The words of a line, as Redis splits it.
 * @param line without its line break
 * @throws RpcError INVALID_ARGUMENT for a quote that is not closed, or that is followed
 *   by anything but a space, a tab or the end
 */
export function splitLine(line: Buffer): Buffer[] {
  const words: Buffer[] = [];
  let at = 0;
  for (;;) {
    while (isSpace(line[at])) at++;
    if (at >= line.length) return words;
    const { word, end } = readWord(line, at);
    words.push(Buffer.from(word));
    at = end;
  }
}

function readWord(line: Buffer, from: number): { word: number[]; end: number } {
  const word: number[] = [];
  let at = from;
  for (; at < line.length && !isSpace(line[at]); at++) {
    const byte = line.readUInt8(at);
    if (byte === DOUBLE || byte === SINGLE) return { word, end: readQuoted(line, at, word) };
    word.push(byte);
  }
  return { word, end: at };
}

/**
 * Adds the quoted part to the word.
 * @returns the offset after the closing quote
 */
function readQuoted(line: Buffer, open: number, word: number[]): number {
  const quote = line[open];
  for (let at = open + 1; at < line.length; at++) {
    const byte = line.readUInt8(at);
    if (byte === quote) {
      if (at + 1 < line.length && !isSpace(line[at + 1])) throw invalid('a space after a quote');
      return at + 1;
    }
    const next = line[at + 1];
    if (byte !== BACKSLASH || next === undefined || (quote === SINGLE && next !== SINGLE)) {
      word.push(byte);
      continue;
    }
    at++;
    const hex = line.toString('latin1', at + 1, at + 3);
    if (quote === DOUBLE && next === X && /^[0-9a-f]{2}$/i.test(hex)) {
      word.push(parseInt(hex, 16));
      at += 2;
    } else {
      // in single quotes, next is the quote itself
      word.push(ESCAPES[String.fromCharCode(next)] ?? next);
    }
  }
  throw invalid('a closing quote');
}

function invalid(expected: string): RpcError {
  return new RpcError('INVALID_ARGUMENT', `expected ${expected}`);
}
