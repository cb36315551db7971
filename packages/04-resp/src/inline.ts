// A command typed by hand, `SET name "two words"`: what telnet sends to Redis. Words are parted by spaces; quotes keep spaces.

import { wrong } from './lines';
import { bulk, type RespValue } from './value';

const WORD = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\')*)'|([^\s"']+))(?=\s|$)/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b' };

/**
 * The command of a line, as the array that it stands for; undefined for a line without a word.
 * @param line with its end, LF or CR LF @param offset of the line in the stream @throws RespError for a quote that is not closed
 */
export function splitInline(line: Buffer, offset: number): RespValue | undefined {
  const text = line.toString('latin1').trim();
  const words: Buffer[] = [];
  WORD.lastIndex = 0;
  while (WORD.lastIndex < text.length) {
    const from = WORD.lastIndex;
    const match = WORD.exec(text);
    if (match === null)
      throw wrong('words, and quotes that are closed', text.slice(from), offset + from);
    const [, double, single, plain] = match;
    const word =
      double === undefined ? (single?.replaceAll("\\'", "'") ?? plain) : unescape(double);
    words.push(Buffer.from(word ?? '', 'latin1'));
  }
  return words.length === 0 ? undefined : { type: '*', value: words.map((word) => bulk(word)) };
}

function unescape(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_whole, hex?: string, letter = '') =>
    hex === undefined
      ? (ESCAPES[letter as string] ?? (letter as string))
      : String.fromCharCode(parseInt(hex, 16)),
  );
}
