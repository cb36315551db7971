// The words of a .proto file: names, numbers, strings and signs, without the comments between them (chapter 05).
// https://protobuf.dev/reference/protobuf/proto3-spec/#lexical_elements

import { ProtoError } from './proto-error';

export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'sign' | 'end';
  /** As in the file; of a string, what it means. */
  readonly text: string;
  /** Characters from the start of the file. */
  readonly at: number;
}

// #region patterns
const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['word', /[A-Za-z_]\w*/y],
  ['number', /0[xX][\da-fA-F]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/y],
  ['string', /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y],
  ['sign', /[;{}=[\](),.<>:+/-]/y],
];
// #endregion patterns

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The tokens of one file, read one after the other. Every method that wants something throws ProtoError when another thing came. */
export class Tokens {
  readonly file: string;
  readonly #text: string;
  #next: Token;
  /** Where the scanner stands: behind the next token. */
  #end = 0;

  constructor(file: string, text: string) {
    this.file = file;
    this.#text = text;
    this.#next = this.#scan(0);
  }

  /** The next token, which stays. */
  get next(): Token {
    return this.#next;
  }

  take(): Token {
    const token = this.#next;
    if (token.kind !== 'end') this.#next = this.#scan(this.#end);
    return token;
  }

  /** Takes the next token if it is this word or sign. */
  accept(text: string): boolean {
    const { kind } = this.#next;
    if (this.#next.text !== text || (kind !== 'word' && kind !== 'sign')) return false;
    this.take();
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(`"${text}"`);
  }

  word(what: string): string {
    if (this.#next.kind !== 'word') throw this.unexpected(what);
    return this.take().text;
  }

  /** `shop.Order`, or with a dot before it. */
  dotted(what: string): string {
    let name = this.accept('.') ? '.' : '';
    do name += (name === '' || name === '.' ? '' : '.') + this.word(what);
    while (this.accept('.'));
    return name;
  }

  /** A string; several that stand side by side are one. */
  string(what: string): string {
    if (this.#next.kind !== 'string') throw this.unexpected(what);
    let text = '';
    while (this.#next.kind === 'string') text += this.take().text;
    return text;
  }

  /** A whole number, decimal, hexadecimal or octal. */
  integer(what: string): number {
    const negative = this.accept('-');
    const { kind, text } = this.#next;
    if (kind !== 'number' || !/^(?:0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*)$/.test(text)) {
      throw this.unexpected(what);
    }
    this.take();
    const isOctal = /^0\d/.test(text);
    const value = isOctal ? Number.parseInt(text, 8) : Number(text);
    return negative ? -value : value;
  }

  unexpected(expected: string): ProtoError {
    const { kind, text, at } = this.#next;
    const came = kind === 'end' ? 'the end of the file' : JSON.stringify(text.slice(0, 40));
    return this.error(`expected ${expected}, got ${came}`, at);
  }

  error(message: string, at: number): ProtoError {
    return new ProtoError(message, { file: this.file, text: this.#text, at });
  }

  #scan(from: number): Token {
    const at = match(SPACE, this.#text, from)?.end ?? from;
    this.#end = at;
    if (this.#text.startsWith('/*', at)) throw this.error('a comment has no end', at);
    if (at === this.#text.length) return { kind: 'end', text: '', at };
    for (const [kind, pattern] of PATTERNS) {
      const found = match(pattern, this.#text, at);
      if (found === undefined) continue;
      this.#end = found.end;
      return { kind, text: kind === 'string' ? unquote(found.text) : found.text, at };
    }
    const came = JSON.stringify(String.fromCodePoint(this.#text.codePointAt(at) ?? 0));
    throw this.error(`expected a name, a number, a string or a sign, got ${came}`, at);
  }
}

function match(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? undefined : { text: found[0], end: pattern.lastIndex };
}

function unquote(quoted: string): string {
  const escape = /\\(?:[xX]([\da-fA-F]{1,2})|([0-7]{1,3})|(.))/g;
  return quoted
    .slice(1, -1)
    .replace(escape, (_all, hex?: string, octal?: string, one: string = '') => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return ESCAPES[one] ?? one;
    });
}
