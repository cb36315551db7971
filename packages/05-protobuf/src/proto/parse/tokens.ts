// The token stream that the parser consumes (chapter 05).

import { ProtoError } from '../proto-error';
import { scan, type Source, type Token } from './scan';

/** Methods that expect a token throw ProtoError if the next one is something else. */
export class Tokens {
  readonly source: Source;
  /** proto2 only for descriptor.proto and plugin.proto; see parse-file.ts. */
  syntax: 'proto2' | 'proto3' = 'proto3';
  #next: Token;

  /** @param from the offset in the file where scanning starts */
  constructor(source: Source, from = 0) {
    this.source = source;
    this.#next = scan(source, from);
  }

  /** The next token, without consuming it. */
  get next(): Token {
    return this.#next;
  }

  take(): Token {
    const token = this.#next;
    this.#next = scan(this.source, token.end);
    return token;
  }

  /** Whether the next token is this keyword or symbol. */
  nextIs(text: string): boolean {
    const { kind } = this.#next;
    return this.#next.text === text && (kind === 'identifier' || kind === 'symbol');
  }

  /** Consumes the next token if it is this keyword or symbol. */
  accept(text: string): boolean {
    if (!this.nextIs(text)) return false;
    this.take();
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(`"${text}"`);
  }

  identifier(what: string): string {
    if (this.#next.kind !== 'identifier') throw this.unexpected(what);
    return this.take().text;
  }

  /** `shop.Order` */
  dotted(what: string): string {
    const parts = [this.identifier(what)];
    while (this.accept('.')) parts.push(this.identifier(what));
    return parts.join('.');
  }

  /** `shop.Order`, or the full name `.shop.Order`. */
  reference(what: string): string {
    return this.accept('.') ? `.${this.dotted(what)}` : this.dotted(what);
  }

  /** A string. Adjacent string literals are concatenated, as in C. */
  string(what: string): string {
    if (this.#next.kind !== 'string') throw this.unexpected(what);
    const parts: string[] = [];
    while (this.#next.kind === 'string') parts.push(this.take().text);
    return parts.join('');
  }

  /**
   * An integer from `min` to `max`, in decimal, hexadecimal or octal. A minus is allowed
   * only if `min` is negative.
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
    const got = kind === 'end' ? 'the end of the file' : JSON.stringify(text.slice(0, 40));
    return this.error(`expected ${expected}, got ${got}`, at);
  }

  error(message: string, at: number): ProtoError {
    return new ProtoError(message, { ...this.source, at });
  }
}

/** `Number` parses decimal and hexadecimal, but not C's octal. */
function valueOf(text: string): number {
  return /^0\d/.test(text) ? Number.parseInt(text, 8) : Number(text);
}
