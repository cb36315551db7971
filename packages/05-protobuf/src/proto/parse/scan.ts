// The scanner: finds the next token of a .proto file, after any whitespace and comments
// (chapter 05).
// https://protobuf.dev/reference/protobuf/proto3-spec/#lexical_elements

import { ProtoError, type Place } from '../proto-error';
import { scanString } from './scan-string';

export interface Token {
  readonly kind: 'identifier' | 'integer' | 'float' | 'string' | 'symbol' | 'end';
  /** As in the file. For a string, its value, unquoted and unescaped. */
  readonly text: string;
  /** Offset of its first character in the file. */
  readonly at: number;
  /** Offset just after its last character. */
  readonly end: number;
}

/** A file's text, and its name for errors. */
export type Source = Omit<Place, 'at'>;

// #region patterns
const SPACE = /[ \t\r\n\v\f]+|\/\/[^\n\0]*/y; // NUL is an error even in a comment
const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['identifier', /[A-Za-z_]\w*/y],
  ['float', /(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+/y],
  ['integer', /0[xX][\da-fA-F]+|\d+/y],
  ['symbol', /[;{}=[\](),.<>:+/-]/y],
];
// #endregion patterns

/** The first token at or after the offset `from`. @throws ProtoError */
export function scan(source: Source, from: number): Token {
  const { text } = source;
  const at = skipSpace(source, from);
  if (at === text.length) return { kind: 'end', text: '', at, end: at };
  if (text[at] === '"' || text[at] === "'")
    return { kind: 'string', at, ...scanString(source, at) };
  for (const [kind, pattern] of PATTERNS) {
    const found = match(pattern, text, at);
    if (found === '') continue;
    const token: Token = { kind, text: found, at, end: at + found.length };
    if (kind === 'integer' || kind === 'float') checkNumber(token, source);
    return token;
  }
  const got = JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
  throw error(`expected an identifier, a number, a string or a symbol, got ${got}`, source, at);
}

function skipSpace(source: Source, from: number): number {
  const { text } = source;
  let at = from;
  for (;;) {
    if (text.startsWith('/*', at)) at = endOfComment(source, at);
    const length = match(SPACE, text, at).length;
    if (length > 0) at += length;
    else if (!text.startsWith('/*', at)) return at;
  }
}

/**
 * Block comments do not nest. protoc refuses one that looks nested, because it ends at
 * the first close marker, earlier than it seems to.
 */
function endOfComment(source: Source, at: number): number {
  const close = source.text.indexOf('*/', at + 2);
  const text = source.text.slice(at + 2, close + 1); // with the `*` of the close marker
  if (close === -1 || text.includes('\0')) throw error('unterminated comment', source, at);
  const inner = text.indexOf('/*');
  if (inner !== -1)
    throw error(
      '"/*" inside a block comment: block comments cannot be nested',
      source,
      at + 2 + inner,
    );
  return close + 2;
}

/** `1to` and `09` are mistakes, not two tokens. */
function checkNumber({ text, at, end }: Token, source: Source): void {
  const next = source.text[end] ?? '';
  if (/[\w.]/.test(next)) {
    throw error(
      `expected a space after the number ${text}, got ${JSON.stringify(next)}`,
      source,
      end,
    );
  }
  if (/^0\d/.test(text) && !/^0[0-7]+$/.test(text)) {
    throw error(`a number with a leading zero must be octal, got ${text}`, source, at);
  }
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function error(message: string, source: Source, at: number): ProtoError {
  return new ProtoError(message, { ...source, at });
}
