// Scans string literals, in single or double quotes and with C's escape sequences
// (chapter 05).
// https://protobuf.dev/reference/protobuf/proto3-spec/#string_literals

import { ProtoError, type Place } from '../proto-error';

const PLAIN = { '"': /[^"\\\n\0]+/y, "'": /[^'\\\n\0]+/y };
const ESCAPE =
  /\\(?:([abfnrtv\\?'"])|([0-7]{1,3})|x([\da-fA-F]{1,2})|u([\da-fA-F]{4})|U(00[01][\da-fA-F]{5}))/y;
const CONTROLS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The string whose opening quote is at `at`. @throws ProtoError */
export function scanString(
  source: Omit<Place, 'at'>,
  at: number,
): { readonly text: string; readonly end: number } {
  const { text } = source;
  const quote = text[at] as '"' | "'";
  const parts: string[] = [];
  for (let i = at + 1; ;) {
    const plain = exec(PLAIN[quote], text, i);
    if (plain !== undefined) {
      parts.push(plain[0]);
      i += plain[0].length;
    }
    if (text[i] === quote) return { text: parts.join(''), end: i + 1 };
    if (text[i] !== '\\') {
      throw new ProtoError(`unterminated string: expected ${quote} on the same line`, {
        ...source,
        at,
      });
    }
    const escape = exec(ESCAPE, text, i);
    if (escape === undefined) {
      const got = JSON.stringify(text.slice(i, i + 2));
      throw new ProtoError(`expected an escape sequence such as \\n, \\" or \\x41, got ${got}`, {
        ...source,
        at: i,
      });
    }
    parts.push(unescape(escape));
    i += escape[0].length;
  }
}

function unescape([, letter, octal, hex, short, long]: RegExpExecArray): string {
  if (letter !== undefined) return CONTROLS[letter] ?? letter;
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
  const code = Number.parseInt(hex ?? short ?? long ?? '', 16);
  return code > 0x10_ff_ff ? '\ufffd' : String.fromCodePoint(code);
}

function exec(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
