// Thrift's JSON protocol by hand: TJSONProtocol, which the sources of the C++ and Java
// libraries describe. It is text, but still Thrift: fields have numbers instead of names,
// and each value carries its type.

import { Cursor } from './cursor';
import type { Feed, Walk } from './pass-over';
import { MAX_DEPTH, ThriftError, Type, type Field, type Message } from './protocol';
import type { Reader, Writer } from './protocol';

const VERSION = 1;

/** Each type's name. */
const NAMES: Readonly<Record<number, string>> = {
  [Type.BOOL]: 'tf',
  [Type.BYTE]: 'i8',
  [Type.I16]: 'i16',
  [Type.I32]: 'i32',
  [Type.I64]: 'i64',
  [Type.DOUBLE]: 'dbl',
  [Type.STRING]: 'str',
  [Type.STRUCT]: 'rec',
  [Type.MAP]: 'map',
  [Type.SET]: 'set',
  [Type.LIST]: 'lst',
};
const TYPES = new Map(Object.entries(NAMES).map(([type, name]) => [name, Number(type)]));

// #region writer
export class JsonWriter implements Writer {
  #text = '';
  #isMessage = false;
  /** The number of fields written in each open struct. */
  readonly #fields: number[] = [];

  message({ name, type, seqid }: Message): void {
    this.#isMessage = true;
    this.#text += `[${VERSION},${quoted(name)},${type},${seqid},`;
  }

  structBegin(): void {
    this.#text += '{';
    this.#fields.push(0);
  }

  field({ type, id }: Field): void {
    const before = this.#fields.pop() ?? 0;
    this.#fields.push(before + 1);
    this.#text += `${before === 0 ? '' : '},'}"${id}":{"${NAMES[type] ?? ''}":`;
  }

  structEnd(): void {
    this.#text += this.#fields.pop() === 0 ? '}' : '}}'; // the last field's too
    if (this.#isMessage && this.#fields.length === 0) this.#text += ']';
  }

  i32(value: number): void {
    this.#text += String(value);
  }

  /** JSON has no numbers for NaN and infinity, so they are strings. */
  double(value: number): void {
    const text = Object.is(value, -0) ? '-0' : String(value);
    this.#text += Number.isFinite(value) ? text : `"${text}"`;
  }

  string(value: string): void {
    this.#text += quoted(value);
  }

  bytes(): Buffer {
    return Buffer.from(this.#text);
  }
}

/** Escapes quotes, backslashes and control characters. */
function quoted(text: string): string {
  return `"${text.replace(/["\\\p{Cc}]/gu, (one) => JSON.stringify(one).slice(1, -1))}"`;
}
// #endregion writer

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [BRACKET, BRACKET_END, BRACE, BRACE_END] = [0x5b, 0x5d, 0x7b, 0x7d];

const INTEGER = /^-?(0|[1-9]\d{0,18})$/; // of 64 bits
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const NOT_FINITE: readonly string[] = ['NaN', 'Infinity', '-Infinity'];

// #region reader
export class JsonReader implements Reader {
  readonly #cursor: Cursor;
  #isMessage = false;
  /** The number of fields read in each open struct. */
  readonly #fields: number[] = [];

  constructor(
    bytes: Buffer,
    private readonly maxBytes: number,
  ) {
    this.#cursor = new Cursor(bytes);
  }

  get offset(): number {
    return this.#cursor.offset;
  }

  message(): Message {
    this.#isMessage = true;
    this.#expect('[');
    const version = this.#integer();
    if (version !== VERSION) throw this.#wrong(`version ${VERSION}`, version);
    this.#expect(',');
    const name = this.string();
    this.#expect(',');
    const type = this.#integer();
    this.#expect(',');
    const seqid = this.i32();
    this.#expect(',');
    return { name, type, seqid };
  }

  structBegin(): void {
    this.#expect('{');
    this.#fields.push(0);
  }

  field(): Field | undefined {
    const before = this.#fields.pop() ?? 0;
    this.#fields.push(before + 1);
    if (before > 0) this.#expect('}'); // the end of the field before
    if (this.#accepts('}')) return undefined;
    if (before > 0) this.#expect(',');
    const id = this.#integer(true);
    this.#expect(':');
    this.#expect('{');
    const type = this.#type();
    this.#expect(':');
    return { id, type };
  }

  structEnd(): void {
    this.#fields.pop();
    if (this.#isMessage && this.#fields.length === 0) this.#expect(']');
  }

  i32(): number {
    const value = this.#integer();
    if (value !== (value | 0)) throw this.#wrong('an integer of 32 bits', value);
    return value;
  }

  double(): number {
    if (this.#next() !== QUOTE) return this.#number();
    const text = this.string();
    if (!NOT_FINITE.includes(text)) throw this.#wrong('a number', quoted(text.slice(0, 20)));
    return Number(text);
  }

  string(): string {
    this.#expect('"');
    const begin = this.offset;
    let isEscaped = false;
    for (let byte = this.#cursor.byte(); byte !== QUOTE; byte = this.#cursor.byte()) {
      if (byte !== BACKSLASH) continue;
      isEscaped = true;
      this.#cursor.byte(); // it may be a quote
    }
    const text = this.#cursor.since(begin, 1).toString();
    return isEscaped ? this.#unescaped(text) : text;
  }
  // #endregion reader

  // #region skip
  /** Reads a value by the name of its type. A value of another type is an error. */
  skip(type: number, depth = 1): void {
    if (depth > MAX_DEPTH) throw this.#wrong(`at most ${MAX_DEPTH} levels`, 'more');
    if (type === Type.STRUCT) this.#skipStruct(depth);
    else if (type === Type.MAP) this.#skipMap(depth);
    else if (type === Type.LIST || type === Type.SET) this.#skipList(depth);
    else this.#skipScalar(type);
  }

  #skipStruct(depth: number): void {
    this.structBegin();
    for (let field = this.field(); field !== undefined; field = this.field())
      this.skip(field.type, depth + 1);
    this.structEnd();
  }

  /** `["i32",2,1,2]` */
  #skipList(depth: number): void {
    this.#expect('[');
    const type = this.#type();
    this.#expect(',');
    for (let left = this.#count(); left > 0; left--) {
      this.#expect(',');
      this.skip(type, depth + 1);
    }
    this.#expect(']');
  }

  /** `["i32","str",1,{"1":"a"}]` */
  #skipMap(depth: number): void {
    this.#expect('[');
    const key = this.#type();
    this.#expect(',');
    const value = this.#type();
    this.#expect(',');
    const count = this.#count();
    this.#expect(',');
    this.#expect('{');
    for (let n = 0; n < count; n++) {
      if (n > 0) this.#expect(',');
      this.#skipScalar(key, true);
      this.#expect(':');
      this.skip(value, depth + 1);
    }
    this.#expect('}');
    this.#expect(']');
  }

  /** @param isKey a number as the key of a map is a string */
  #skipScalar(type: number, isKey = false): void {
    if (type === Type.STRING) this.string();
    else if (type === Type.DOUBLE && isKey) this.#quoted(() => this.double());
    else if (type === Type.DOUBLE) this.double();
    else if (NAMES[type] !== undefined) this.#integer(isKey);
    else throw this.#wrong('a type', type);
  }
  // #endregion skip

  /** Each member has at least one byte. @throws ThriftError */
  #count(): number {
    return this.#cursor.length(this.#integer(), this.maxBytes);
  }

  #type(): number {
    const name = this.string();
    const type = TYPES.get(name);
    if (type === undefined) throw this.#wrong('a type', quoted(name.slice(0, 20)));
    return type;
  }

  #integer(isQuoted = false): number {
    if (isQuoted) return this.#quoted(() => this.#integer());
    const text = this.#digits();
    if (!INTEGER.test(text)) throw this.#wrong('an integer', quoted(text.slice(0, 20)));
    return Number(text);
  }

  #number(): number {
    const text = this.#digits();
    const value = Number(text);
    if (!NUMBER.test(text) || !Number.isFinite(value))
      throw this.#wrong('a number', quoted(text.slice(0, 20)));
    return value;
  }

  #quoted(read: () => number): number {
    this.#expect('"');
    const value = read();
    this.#expect('"');
    return value;
  }

  /** All characters of a number. */
  #digits(): string {
    this.#next();
    const begin = this.offset;
    while (isNumeric(this.#cursor.peek())) this.#cursor.byte();
    return this.#cursor.since(begin).toString('latin1');
  }

  #unescaped(text: string): string {
    return text.replace(/\\(?:u([\da-f]{4})|(.))/gis, (_all, code?: string, one?: string) => {
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      const meant = ESCAPED.get(one ?? '');
      if (meant === undefined) throw this.#wrong('an escape of JSON', `\\${one}`);
      return meant;
    });
  }

  /** Skips white space. @returns the byte after it, without taking it */
  #next(): number {
    while (isWhite(this.#cursor.peek())) this.#cursor.byte();
    return this.#cursor.peek();
  }

  #accepts(one: string): boolean {
    if (this.#next() !== one.charCodeAt(0)) return false;
    this.#cursor.byte();
    return true;
  }

  #expect(one: string): void {
    if (!this.#accepts(one)) throw this.#wrong(one, shown(this.#next()));
  }

  #wrong(expected: string, came: string | number): ThriftError {
    return new ThriftError(this.offset, expected, came);
  }
}

const ESCAPED = new Map([...'"\\/'].map((one) => [one, one]));
for (const [one, meant] of ['b\b', 'f\f', 'n\n', 'r\r', 't\t']) ESCAPED.set(one ?? '', meant ?? '');

const isWhite = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** One of `+-.0123456789Ee`. */
const isNumeric = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || [0x2b, 0x2d, 0x2e, 0x45, 0x65].includes(byte);

const shown = (byte: number): string => quoted(String.fromCharCode(byte));

// #region end
/**
 * Walks through a message to its end, which is the bracket that closes the first one.
 * Brackets in strings do not count.
 */
export function* passJson(feed: Feed): Walk {
  let byte = yield* feed.byte();
  while (isWhite(byte)) byte = yield* feed.byte();
  if (byte !== BRACKET) throw new ThriftError(0, 'a message that begins with [', shown(byte));
  let inString = false;
  for (let depth = 1; depth > 0;) {
    byte = feed.poll() ?? (yield* feed.byte());
    if (byte === QUOTE) inString = !inString;
    else if (inString && byte === BACKSLASH)
      yield* feed.byte(); // it may be a quote
    else if (inString) continue;
    else if (byte === BRACKET || byte === BRACE) depth++;
    else if (byte === BRACKET_END || byte === BRACE_END) depth--;
    if (depth > MAX_BRACKETS)
      throw new ThriftError(feed.offset, `at most ${MAX_BRACKETS} brackets`, 'more');
  }
}

/** One for the message, and two for each level: of the field and of the struct. */
const MAX_BRACKETS = 1 + 2 * MAX_DEPTH;
// #endregion end
