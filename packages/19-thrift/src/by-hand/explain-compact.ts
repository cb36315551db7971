// Explains a message of Thrift's compact protocol byte by byte: heads, lengths, and
// values (chapter 19). The types are in the bytes, so no schema is needed, and no name is
// known.

import {
  decodeVarint64,
  decodeZigzag64,
  replaceWithin,
  typedText,
  type Edit,
  type Segment,
} from '@bytes-up/codec';
import { encodeTyped, type EditableType } from './edit-compact';
import { Cursor } from './protocols/cursor';
import { MAX_DEPTH, MessageType, ThriftError, Underrun } from './protocols/protocol';

const PROTOCOL_ID = 0x82;
const VERSION = 1;
/**
 * The types of the compact protocol, by number. The type of a bool field is its value.
 */
const TYPES = [
  'stop',
  'true',
  'false',
  'byte',
  'i16',
  'i32',
  'i64',
  'double',
  'string',
  'list',
  'set',
  'map',
  'struct',
];
/** Bytes after this many segments are not explained. */
const MAX_SEGMENTS = 5_000;
const MAX_VARINT_BYTES = 10;
/** A longer string is cut. */
const MAX_SHOWN_CHARACTERS = 60;

// #region explain
/** Explains a message. The segments cover every byte once, in order. Never throws. */
export function explainCompact(bytes: Buffer): Segment[] {
  const explainer = new Explainer(bytes);
  try {
    explainer.message();
    explainer.stop('after the message');
  } catch (error) {
    if (error instanceof ThriftError) explainer.stop('not decoded from here on', error.message);
    else if (error instanceof Underrun)
      explainer.stop('not complete', `more bytes are needed after byte ${bytes.length}`);
    else throw error;
  }
  return explainer.segments;
}
// #endregion explain

class Explainer {
  readonly segments: Segment[] = [];
  readonly #bytes: Buffer;
  readonly #cursor: Cursor;
  /** Bytes before this offset are already in a segment. */
  #done = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#cursor = new Cursor(bytes);
  }

  message(): void {
    const id = this.#cursor.byte();
    if (id !== PROTOCOL_ID) throw new ThriftError(0, 'a message that begins with 82', hex(id));
    this.#add('compact protocol');
    const head = this.#cursor.byte();
    if ((head & 0x1f) !== VERSION) throw new ThriftError(1, 'version 1', head & 0x1f);
    const kind = Object.entries(MessageType).find(([, number]) => number === head >> 5)?.[0];
    this.#add(`${kind ?? `message type ${head >> 5}`}, version 1`);
    const sequence = this.#varint();
    this.#add(`sequence number ${sequence}`, this.#edit('sequence number', String(sequence)));
    this.#string('the method is');
    this.#struct('', 1);
  }

  // #region fields
  /** @param path of the struct's fields: `1.` for the fields of field 1 */
  #struct(path: string, depth: number): void {
    this.#checkDepth(depth);
    let last = 0;
    for (;;) {
      const head = this.#cursor.byte();
      if (head === 0) return this.#add(path === '' ? 'the arguments end' : 'the struct ends');
      const type = this.#type(head & 0xf);
      const delta = head >> 4;
      last = delta === 0 ? Number(decodeZigzag64(this.#varint())) : last + delta;
      const how = delta === 0 ? 'its number follows' : `${delta} after the last one`;
      const name = `${path}${last}`;
      // The type of a bool is its value, so it has no bytes of its own.
      // The type of a bool is its value, so it has no bytes of its own.
      const isBool = type === 'true' || type === 'false';
      const edit = isBool ? this.#editHead(type) : undefined;
      this.#add(`field ${name}: ${type} (${how})`, edit);
      if (!isBool) this.#value(type, name, depth);
    }
  }
  // #endregion fields

  #value(type: string, name: string, depth: number): void {
    switch (type) {
      case 'true':
      case 'false': {
        const value = String(this.#cursor.byte() === 1);
        return this.#add(`${name} = ${value}`, this.#edit('bool', value));
      }
      case 'byte': {
        const value = String(this.#cursor.take(1).readInt8());
        return this.#add(`${name} = ${value}`, this.#edit('byte', value));
      }
      case 'i16':
      case 'i32':
      case 'i64': {
        const value = String(decodeZigzag64(this.#varint()));
        return this.#add(`${name} = ${value}, by zigzag`, this.#edit(type, value));
      }
      case 'double': {
        const value = this.#cursor.take(8).readDoubleLE();
        const text = Object.is(value, -0) ? '-0' : String(value);
        return this.#add(`${name} = ${value}`, this.#edit('double', text));
      }
      case 'string':
        return this.#string(`${name} =`);
      case 'struct':
        return this.#struct(`${name}.`, depth + 1);
      case 'map':
        return this.#map(name, depth + 1);
      default:
        return this.#list(type, name, depth + 1);
    }
  }

  #list(type: string, name: string, depth: number): void {
    this.#checkDepth(depth);
    const head = this.#cursor.byte();
    const member = this.#type(head & 0xf);
    const count = head >> 4 === 15 ? this.#length() : head >> 4;
    this.#add(`${name}: a ${type} of ${count} values, each ${nameOf(member)}`);
    for (let index = 0; index < count; index++) this.#value(member, `${name}[${index}]`, depth);
  }

  #map(name: string, depth: number): void {
    this.#checkDepth(depth);
    const count = this.#length();
    if (count === 0) return this.#add(`${name}: an empty map`);
    const head = this.#cursor.byte();
    const types = [this.#type(head >> 4), this.#type(head & 0xf)] as const;
    this.#add(`${name}: a map of ${count} pairs, ${types.map(nameOf).join(' to ')}`);
    for (let index = 0; index < count; index++) {
      this.#value(types[0], `${name} key ${index}`, depth);
      this.#value(types[1], `${name} value ${index}`, depth);
    }
  }

  #string(what: string): void {
    const begin = this.#done;
    const length = this.#length();
    if (length === 0)
      return this.#add(`length ${length}: ${what} ""`, this.#edit('string', '', begin));
    this.#add(`length ${length}`);
    const bytes = this.#cursor.take(length);
    const text = typedText(bytes);
    const edit = text === undefined ? undefined : this.#edit('string', text, begin);
    this.#add(`${what} ${quote(bytes.toString())}`, edit);
  }

  #type(number: number): string {
    const type = TYPES[number];
    if (type === undefined || number === 0)
      throw new ThriftError(this.#cursor.offset - 1, 'a type from 1 to 12', number);
    return type;
  }

  /** A length or a count: each counted value has a byte at least. */
  #length(): number {
    const left = this.#bytes.length;
    return this.#cursor.length(Number(this.#varint()), left);
  }

  #varint(): bigint {
    const begin = this.#cursor.offset;
    const bytes = [this.#cursor.byte()];
    while ((bytes.at(-1) ?? 0) >= 0x80 && bytes.length < MAX_VARINT_BYTES)
      bytes.push(this.#cursor.byte());
    try {
      return decodeVarint64(Uint8Array.from(bytes)).value;
    } catch {
      throw new ThriftError(begin, 'a varint of 64 bits', 'a longer one');
    }
  }

  #checkDepth(depth: number): void {
    if (depth > MAX_DEPTH)
      throw new ThriftError(this.#cursor.offset, `at most ${MAX_DEPTH} nested values`, 'more');
  }

  // #region edit
  /** What was read from `begin` on is a value. No length around it counts its bytes. */
  #edit(type: EditableType, text: string, begin = this.#done): Edit {
    const end = this.#cursor.offset;
    const write = (typed: string): Uint8Array =>
      replaceWithin(this.#bytes, [], { begin, end, bytes: encodeTyped(typed, type) });
    return { text, write };
  }

  /** The low half of the byte at #done, which is the value of a bool field. */
  #editHead(text: string): Edit {
    const begin = this.#done;
    const delta = (this.#bytes[begin] ?? 0) & 0xf0;
    const write = (typed: string): Uint8Array => {
      const bytes = encodeTyped(typed, 'bool').map((value) => delta | value);
      return replaceWithin(this.#bytes, [], { begin, end: begin + 1, bytes });
    };
    return { text, write };
  }
  // #endregion edit

  /** Adds a segment from the end of the last one to what has been read. */
  #add(meaning: string, edit?: Edit): void {
    if (this.segments.length === MAX_SEGMENTS)
      throw new ThriftError(this.#done, `at most ${MAX_SEGMENTS} segments`, 'more');
    const bytes = this.#bytes.subarray(this.#done, this.#cursor.offset);
    const value = edit === undefined ? {} : { edit };
    this.segments.push({ offset: this.#done, bytes, meaning, ...value });
    this.#done = this.#cursor.offset;
  }

  /** Adds the rest as one segment. An error at the end goes to the last one. */
  stop(meaning: string, error?: string): void {
    const wrong = error === undefined ? {} : { error };
    const bytes = this.#bytes.subarray(this.#done);
    if (bytes.length > 0) this.segments.push({ offset: this.#done, bytes, meaning, ...wrong });
    else if (error !== undefined) {
      const last = this.segments.pop() ?? { offset: 0, bytes, meaning };
      this.segments.push({ ...last, ...wrong });
    }
  }
}

function nameOf(type: string): string {
  return type === 'true' || type === 'false' ? 'bool' : type;
}

function quote(text: string): string {
  const isLong = text.length > MAX_SHOWN_CHARACTERS;
  return JSON.stringify(isLong ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text);
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
