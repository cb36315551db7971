// The tokens of a .proto file, taken one after the other by the parser (chapter 05).

import { ProtoError } from '../proto-error';
import { scan, type Source, type Token } from './scan';

/** Every method that expects something throws ProtoError when something else comes. */
export class Tokens {
  readonly source: Source;
  /** proto2 is only for the descriptor's own files; see parse-file.ts. */
  syntax: 'proto2' | 'proto3' = 'proto3';
  #next: Token;

  /** @param from the offset in the file where reading begins */
  constructor(source: Source, from = 0) {
    this.source = source;
    this.#next = scan(source, from);
  }

  /** The next token, which is not taken. */
  get next(): Token {
    return this.#next;
  }

  take(): Token {
    const token = this.#next;
    this.#next = scan(this.source, token.end);
    return token;
  }

  /** Whether the next token is this word or sign. */
  sees(text: string): boolean {
    const { kind } = this.#next;
    return this.#next.text === text && (kind === 'word' || kind === 'sign');
  }

  /** Takes the next token if it is this word or sign. */
  accept(text: string): boolean {
    if (!this.sees(text)) return false;
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

  /** `shop.Order` */
  dotted(what: string): string {
    const parts = [this.word(what)];
    while (this.accept('.')) parts.push(this.word(what));
    return parts.join('.');
  }

  /** `shop.Order`, or `.shop.Order`, which is the full name. */
  reference(what: string): string {
    return this.accept('.') ? `.${this.dotted(what)}` : this.dotted(what);
  }

  /** A string. Several side by side are one. */
  string(what: string): string {
    if (this.#next.kind !== 'string') throw this.unexpected(what);
    const parts: string[] = [];
    while (this.#next.kind === 'string') parts.push(this.take().text);
    return parts.join('');
  }

  /**
   * An integer from `min` to `max`: decimal, hexadecimal or octal. A minus only if `min`
   * is below 0.
   */
  integer(what: string, min: number, max: number): number {
    const { at } = this.#next;
    const negative = min < 0 && this.accept('-');
    if (this.#next.kind !== 'integer') throw this.unexpected(what);
    const { text } = this.take();
    const value = valueOf(text) * (negative ? -1 : 1);
    if (value >= min && value <= max) return value === 0 ? 0 : value;
    throw this.error(
      `expected ${what}, from ${min} to ${max}, got ${negative ? '-' : ''}${text}`,
      at,
    );
  }

  unexpected(expected: string): ProtoError {
    const { kind, text, at } = this.#next;
    const came = kind === 'end' ? 'the end of the file' : JSON.stringify(text.slice(0, 40));
    return this.error(`expected ${expected}, got ${came}`, at);
  }

  error(message: string, at: number): ProtoError {
    return new ProtoError(message, { ...this.source, at });
  }
}

/** The value of an integer token. `Number` knows decimal and hexadecimal. */
function valueOf(text: string): number {
  return /^0\d/.test(text) ? Number.parseInt(text, 8) : Number(text);
}
