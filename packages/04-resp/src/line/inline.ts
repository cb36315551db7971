// A command typed by hand, `SET name "two words"`, as telnet sends it. It is split the
// way Redis does (sdssplitargs in sds.c): byte by byte, so a word may hold any byte in
// any character set.

import { unexpected } from './resp-error';
import { bulk, type RespValue } from '../value';

const [SPACE, TAB, VT, FF, CR] = [0x20, 0x09, 0x0b, 0x0c, 0x0d];
const [DOUBLE, SINGLE, BACKSLASH, X] = [0x22, 0x27, 0x5c, 0x78]; // " ' \ x
const ESCAPES = new Map(Object.entries({ n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' }));

/** What C's isspace accepts: it separates words, and must follow a closing quote. */
const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || (byte !== undefined && byte >= TAB && byte <= CR);
/** A vertical tab or a form feed does not end a word without quotes. */
const endsWord = (byte: number | undefined): boolean => isSpace(byte) && byte !== VT && byte !== FF;

/**
 * The command on a line, as the array that it stands for; undefined for an empty line.
 * @param line with its end, LF or CR LF @param offset of the line in the stream
 * @throws RespError for a quote that is not closed
 */
// #region split
export function splitInline(line: Buffer, offset: number): RespValue | undefined {
  const end = line.length - (line.at(-2) === CR ? 2 : 1);
  const words: RespValue[] = [];
  for (let at = 0; ;) {
    while (at < end && isSpace(line[at])) at++;
    if (at === end) return words.length === 0 ? undefined : { type: 'array', value: words };
    const from = at;
    const word: number[] = [];
    while (at < end && !endsWord(line[at])) {
      const byte = line[at];
      if (byte !== DOUBLE && byte !== SINGLE) {
        word.push(line.readUInt8(at++));
        continue;
      }
      at = readQuoted(line, at, end, word);
      // A closing quote ends the word, so `"a"b` is an error, like a quote that is not
      // closed.
      if (at < 0 || (at < end && !isSpace(line[at])))
        throw unexpected(
          'words, and quotes that are closed',
          line.toString('latin1', from, end),
          offset + from,
        );
      break;
    }
    words.push(bulk(Buffer.from(word)));
  }
}

/**
 * Reads from an opening quote on.
 * @returns the index after the closing quote; -1 if there is none
 */
function readQuoted(line: Buffer, open: number, end: number, word: number[]): number {
  const quote = line[open];
  for (let at = open + 1; at < end; at++) {
    const byte = line.readUInt8(at);
    if (byte === quote) return at + 1;
    const isEscape = byte === BACKSLASH && at + 1 < end;
    if (!isEscape || (quote === SINGLE && line[at + 1] !== SINGLE)) {
      word.push(byte); // in single quotes only the quote itself is escaped
      continue;
    }
    at++;
    const hex = line.toString('latin1', at + 1, Math.min(at + 3, end));
    if (quote === DOUBLE && line[at] === X && /^[0-9a-f]{2}$/i.test(hex)) {
      word.push(parseInt(hex, 16));
      at += 2;
    } else {
      const letter = line.toString('latin1', at, at + 1);
      word.push((quote === DOUBLE ? (ESCAPES.get(letter) ?? letter) : letter).charCodeAt(0));
    }
  }
  return -1;
}
// #endregion split
