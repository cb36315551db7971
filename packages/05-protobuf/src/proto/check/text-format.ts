// Checks an option's value in protobuf's text format: `{ get: "/v1/orders" more { … } }`
// (chapter 05). The value itself is not kept.
// https://protobuf.dev/reference/protobuf/textformat-spec/

import type { EnumType, Field, MessageType, Scalar, Schema } from '../../schema/schema';
import { fieldNamed, isReservedName, SetFields } from './option-fields';
import { checkRange, rangeOf } from './option-value';
import { NOT_FINITE, skipValue } from './skip-value';
import type { ProtoError } from '../proto-error';
import type { Scope } from '../link/scope';
import { outer } from '../link/symbols';
import { Tokens } from '../parse/tokens';

/** The limit on nested messages. */
const MAX_DEPTH = 100;
const FALSE = ['false', 'False', 'f'];
const BOOLS = ['true', 'True', 't', ...FALSE];
const ANY_PREFIXES = ['type.googleapis.com', 'type.googleprod.com'];

/** What a value can refer to. */
export interface OptionContext {
  readonly scope: Scope;
  readonly schema: Schema;
  /** The extension of the message `of` that `name` resolves to. */
  extension(name: string, enclosing: string, of: MessageType): Field | undefined;
}

export class TextFormat {
  readonly #context: OptionContext;
  readonly #tokens: Tokens;

  /** @param at the offset of the opening brace */
  constructor(context: OptionContext, at: number) {
    this.#context = context;
    this.#tokens = new Tokens(context.scope.file, at);
  }

  /**
   * @param set receives the fields that are set.
   * @param isEntry the message is a map's entry
   * @throws ProtoError
   */
  read(type: MessageType, set: SetFields, depth = 1, isEntry = false): void {
    const tokens = this.#tokens;
    this.#enter(depth);
    const close = tokens.accept('<') ? '>' : '}';
    if (close === '}') tokens.expect('{');
    const oneofs = new Map<string, string>();
    while (!tokens.accept(close)) {
      // protoc takes no separator after these two.
      if (this.#readAny(type, set, depth) || this.#skipReserved(type, depth)) continue;
      const { field, isZero } = this.#readField(type, set, oneofs, depth);
      // Without presence, zero is the same as not set. So it is for a map's key and
      // value.
      if (isZero && (field.presence === 'implicit' || isEntry)) set.delete(field);
      if (!tokens.accept(',')) tokens.accept(';');
    }
  }

  #enter(depth: number): void {
    if (depth <= MAX_DEPTH) return;
    const { at } = this.#tokens.next;
    throw this.#tokens.error(`messages are nested deeper than ${MAX_DEPTH}`, at);
  }

  /** A field that was removed from the message: `reserved "title";`. */
  #skipReserved(type: MessageType, depth: number): boolean {
    const tokens = this.#tokens;
    const { kind, text } = tokens.next;
    if (kind !== 'identifier' || fieldNamed(type, text) !== undefined) return false;
    const what = this.#context.scope.symbols.get(type.name)?.what;
    if (what?.kind !== 'message' || !isReservedName(what.ast, text)) return false;
    tokens.take();
    skipValue(tokens, (inner) => this.#enter(inner), depth + 1);
    return true;
  }

  #readField(
    type: MessageType,
    set: SetFields,
    oneofs: Map<string, string>,
    depth: number,
  ): { readonly field: Field; readonly isZero: boolean } {
    const tokens = this.#tokens;
    const { at } = tokens.next;
    const field = this.#fieldOf(type);
    const isSingle = field.presence !== 'repeated' && field.presence !== 'map';
    if (isSingle && set.has(field))
      throw tokens.error(`non-repeated field ${field.name} is specified multiple times`, at);
    if (field.oneof !== undefined) {
      const other = oneofs.get(field.oneof);
      if (other !== undefined) {
        throw tokens.error(
          `${field.name} is specified along with ${other}, another member of oneof ${field.oneof}`,
          at,
        );
      }
      oneofs.set(field.oneof, field.name);
    }
    const inner: SetFields = new SetFields();
    set.set(field, inner);
    let isZero = false;
    const hasColon = tokens.accept(':');
    if (field.type.kind !== 'message' && !hasColon) throw tokens.unexpected('":"');
    if (isSingle || !tokens.accept('[')) isZero = this.#readValue(field, inner, depth);
    else if (!tokens.accept(']')) {
      do this.#readValue(field, new SetFields(), depth);
      while (tokens.accept(','));
      tokens.expect(']');
    }
    return { field, isZero };
  }

  /** @returns whether it is zero, the value that a field without presence has anyway */
  #readValue({ name, type, presence }: Field, set: SetFields, depth: number): boolean {
    if (type.kind === 'enum') return this.#readEnum(type);
    if (type.kind === 'scalar') return this.#readScalar(name, type.scalar);
    this.read(type, set, depth + 1, presence === 'map');
    return false;
  }

  /** `title`, or `[shop.title]` for an extension. */
  #fieldOf(type: MessageType): Field {
    const tokens = this.#tokens;
    const { at } = tokens.next;
    const isExtension = tokens.accept('[');
    const name = isExtension
      ? tokens.dotted('an extension name')
      : tokens.identifier(`a field of ${type.name} or the end of the message`);
    if (isExtension) tokens.expect(']');
    const field = isExtension
      ? this.#context.extension(name, outer(type.name), type)
      : fieldNamed(type, name);
    if (field !== undefined) return field;
    throw tokens.error(`expected a field of ${type.name}, got ${name}`, at);
  }

  /** An Any in its expanded form: `[type.googleapis.com/shop.Order] { … }`. */
  #readAny(type: MessageType, set: SetFields, depth: number): boolean {
    const tokens = this.#tokens;
    const { at: begin } = tokens.next;
    if (type.name !== 'google.protobuf.Any' || !tokens.accept('[')) return false;
    const prefix = tokens.dotted('a type URL prefix');
    if (!ANY_PREFIXES.includes(prefix))
      throw tokens.error(`expected ${ANY_PREFIXES.join(' or ')}, got ${prefix}`, begin);
    tokens.expect('/');
    const { at } = tokens.next;
    const name = tokens.dotted('a message name');
    tokens.expect(']');
    tokens.accept(':');
    const found = this.#context.scope.resolve(`.${name}`, '', 'anything');
    const message = this.#context.schema.messages.get(found?.name ?? '');
    if (message === undefined) throw tokens.error(`expected a message, got ${name}`, at);
    const inner = new SetFields();
    this.read(message, inner, depth + 1);
    if (type.fields.some((field) => set.has(field)))
      throw tokens.error('non-repeated Any is specified multiple times', begin);
    for (const field of type.fields)
      if (field.name === 'type_url' || inner.size > 0) set.set(field, new SetFields());
    return true;
  }

  #readEnum(type: EnumType): boolean {
    const tokens = this.#tokens;
    const { kind, text } = tokens.next;
    const what = `a value of ${type.name}`;
    if (kind !== 'identifier') {
      const { at } = tokens.next;
      const value = this.#readInteger('int32', what);
      // An enum of proto2 is closed. Only protobuf's own files declare one.
      const isOpen = this.#context.scope.symbols.get(type.name)?.file.syntax === 'proto3';
      if (!isOpen && ![...type.values.values()].includes(value))
        throw tokens.error(`expected ${what}, got ${value}`, at);
      return value === 0;
    }
    const number = type.values.get(text);
    if (number === undefined) throw tokens.unexpected(what);
    tokens.take();
    return number === 0;
  }

  #readScalar(name: string, scalar: Scalar): boolean {
    const tokens = this.#tokens;
    if (scalar === 'string' || scalar === 'bytes') {
      return tokens.string(`a string for ${name}`) === '';
    }
    if (scalar === 'bool') return this.#readBool(name);
    if (scalar === 'float' || scalar === 'double') return this.#readFloat(name, scalar);
    return this.#readInteger(scalar, name) === 0;
  }

  /** `true` in one of its spellings, or 0 or 1 as an integer in any base. */
  #readBool(name: string): boolean {
    const tokens = this.#tokens;
    const { kind, text } = tokens.next;
    const isWord = kind === 'identifier' && BOOLS.includes(text);
    const isInteger = kind === 'integer' && [0, 1].includes(Number(text));
    if (!isWord && !isInteger) throw tokens.unexpected(`true or false for ${name}`);
    tokens.take();
    return isInteger ? Number(text) === 0 : FALSE.includes(text);
  }

  /** -0 is not zero: its bytes are sent. */
  #readFloat(name: string, scalar: 'float' | 'double'): boolean {
    const tokens = this.#tokens;
    const isNegative = tokens.accept('-');
    const { kind, text } = tokens.next;
    const isNumber = kind === 'float' || (kind === 'integer' && !/^0./.test(text));
    if (!isNumber && !(kind === 'identifier' && NOT_FINITE.includes(text.toLowerCase()))) {
      throw tokens.unexpected(`a number for ${name}`);
    }
    tokens.take();
    const value = parseFloat(text);
    return !isNegative && (scalar === 'float' ? Math.fround(value) : value) === 0;
  }

  #readInteger(scalar: Scalar, name: string): number {
    const tokens = this.#tokens;
    const { at } = tokens.next;
    const sign = tokens.accept('-') ? '-' : '';
    if (tokens.next.kind !== 'integer') throw tokens.unexpected(`an integer for ${name}`);
    const { text } = tokens.take();
    const fail = (message: string): ProtoError => tokens.error(message, at);
    const range = rangeOf(scalar);
    if (range !== undefined) checkRange(name, sign + text, range, fail);
    const value = Number(text.replace(/^0(?=\d)/, '0o'));
    return sign === '' ? value : 0 - value; // not -0
  }
}
