// Explains a message byte by byte: keys, lengths, and values with their field names.
// Without a schema it guesses (chapter 05). `npm start -- bytes --as protobuf HEX` prints
// it.

import { isUtf8 } from 'node:buffer';
import { decodeZigzag64, type Segment } from '@bytes-up/codec';
import { DEFAULT_PROTOBUF_LIMITS } from '../wire/limits';
import type { Value } from '../message/message';
import { ProtobufError } from '../wire/protobuf-error';
import { Reader } from '../wire/reader';
import { scalarCodecs } from '../wire/scalars';
import type { Field, FieldType, MessageType } from '../schema/schema';
import { accepts, WIRE_TYPE_NAMES, WireType, wireTypeOf } from '../wire/wire';

/** Bytes after this many segments are not explained. */
const MAX_SEGMENTS = 5_000;
/** A longer string is cut. */
const MAX_SHOWN_CHARACTERS = 60;

// #region explain
/** Explains a message. The segments cover every byte once, in order. Never throws. */
export function explainProtobuf(bytes: Buffer, type?: MessageType): Segment[] {
  const explainer = new Explainer(bytes);
  const reader = Reader.over(bytes, { ...DEFAULT_PROTOBUF_LIMITS, maxMessageBytes: Infinity });
  try {
    explainer.fields(reader, type, '');
  } catch (error) {
    if (error === TOO_MANY)
      explainer.stop(`the rest is not explained: more than ${MAX_SEGMENTS} segments`);
    else if (error instanceof ProtobufError)
      explainer.stop('not decoded from here on', error.message);
    else throw error;
  }
  return explainer.segments;
}
// #endregion explain

const TOO_MANY = new Error('too many segments');

class Explainer {
  readonly segments: Segment[] = [];
  readonly #bytes: Buffer;
  /** Bytes before this offset are already in a segment. */
  #done = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  // #region fields
  fields(reader: Reader, type: MessageType | undefined, path: string): void {
    const counts = new Map<Field, number>();
    while (!reader.isDone) {
      const { number, wireType } = reader.key();
      const field = type?.byNumber.get(number);
      const known = field !== undefined && accepts(field, wireType) ? field : undefined;
      const name = `${path}${nameOf(known, number, counts)}`;
      this.#add(
        reader.at,
        `key: field ${number}${field ? ` ${field.name}` : ''}, ${WIRE_TYPE_NAMES[wireType]}`,
      );
      if (known === undefined) this.#unknown(reader, number, wireType, name, type !== undefined);
      else if (wireType !== wireTypeOf(known.type)) this.#packed(reader, known.type, name);
      else this.#known(reader, known.type, name);
    }
  }
  // #endregion fields

  #known(reader: Reader, type: FieldType, name: string): void {
    if (type.kind === 'message') {
      this.#message(reader, type, name);
    } else {
      const isLong = wireTypeOf(type) === WireType.LEN;
      const length = isLong ? reader.peek().length : 0;
      const value = scalarCodecs[type.kind === 'enum' ? 'int32' : type.scalar].read(reader);
      if (isLong) this.#add(reader.at - length, `length ${length}`);
      this.#add(reader.at, `${name} = ${show(value, type)}`);
    }
  }

  #message(reader: Reader, type: MessageType | undefined, name: string): void {
    const inner = reader.message();
    const what = type === undefined ? 'parses as a message' : type.name;
    this.#add(inner.at, `length ${reader.at - inner.at}: ${what}`);
    this.fields(inner, type, `${name}.`);
  }

  #packed(reader: Reader, type: FieldType, name: string): void {
    const packed = reader.packed();
    this.#add(packed.at, `length ${reader.at - packed.at}: packed, no further keys`);
    for (let i = 0; !packed.isDone; i++) this.#known(packed, type, name.replace(/\d+\]$/, `${i}]`));
  }

  /** Not in the schema, so list what the bytes could mean. */
  #unknown(reader: Reader, number: number, wireType: number, name: string, named: boolean): void {
    const note = named ? `${name}, not in the schema:` : `${name} =`;
    switch (wireType) {
      case WireType.VARINT: {
        const value = reader.varint();
        this.#add(reader.at, `${note} ${value}, or ${decodeZigzag64(value)} by zigzag`);
        break;
      }
      case WireType.I32: {
        const bytes = reader.fixed(4);
        this.#add(reader.at, `${note} ${bytes.readUInt32LE()}, or ${bytes.readFloatLE()}`);
        break;
      }
      case WireType.I64: {
        const bytes = reader.fixed(8);
        this.#add(reader.at, `${note} ${bytes.readBigUInt64LE()}, or ${bytes.readDoubleLE()}`);
        break;
      }
      case WireType.LEN:
        this.#guess(reader, name, note);
        break;
      default:
        reader.skip(number, wireType);
        this.#add(reader.at, `${note} a group`);
    }
  }

  /**
   * Guesses what a LEN value holds: text if it is printable, a message if it parses as
   * one up to its last byte, otherwise bytes.
   */
  #guess(reader: Reader, name: string, note: string): void {
    const content = reader.peek();
    if (!isText(content) && isMessage(content)) {
      this.#message(reader, undefined, name);
      return;
    }
    reader.lengthDelimited();
    this.#add(reader.at - content.length, `length ${content.length}`);
    if (content.length > 0)
      this.#add(reader.at, `${note} ${isText(content) ? quote(content.toString()) : 'bytes'}`);
  }

  /** Adds a segment from the end of the last one up to `end`. */
  #add(end: number, meaning: string): void {
    if (this.segments.length === MAX_SEGMENTS) throw TOO_MANY;
    if (end > this.#done) {
      const bytes = this.#bytes.subarray(this.#done, end);
      this.segments.push({ offset: this.#done, bytes, meaning });
    } else {
      // An empty string or message has no bytes after its length.
      const last = this.segments.pop();
      if (last !== undefined)
        this.segments.push({ ...last, meaning: `${last.meaning}: ${meaning}` });
    }
    this.#done = end;
  }

  /** Adds the rest as one segment. An error at the end goes to the last segment. */
  stop(meaning: string, error?: string): void {
    const wrong = error === undefined ? {} : { error };
    const bytes = this.#bytes.subarray(this.#done);
    const last = bytes.length === 0 ? this.segments.pop() : undefined;
    if (last !== undefined) this.segments.push({ ...last, ...wrong });
    else this.segments.push({ offset: this.#done, bytes, meaning, ...wrong });
  }
}

/** `lines[2]`, or `field 7` for an unknown field. */
function nameOf(field: Field | undefined, number: number, counts: Map<Field, number>): string {
  if (field === undefined) return `field ${number}`;
  if (field.presence !== 'repeated' && field.presence !== 'map') return field.name;
  const count = counts.get(field) ?? 0;
  counts.set(field, count + 1);
  return `${field.name}[${count}]`;
}

function show(value: Value, type: FieldType): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'object') return 'bytes';
  if (type.kind !== 'enum') return String(value);
  const named = [...type.values].find(([, number]) => number === value);
  return named === undefined ? String(value) : `${value}, ${named[0]}`;
}

function quote(text: string): string {
  return JSON.stringify(
    text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text,
  );
}

function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !/\p{Control}/u.test(bytes.toString());
}

function isMessage(bytes: Buffer): boolean {
  const reader = Reader.over(bytes, { ...DEFAULT_PROTOBUF_LIMITS, maxMessageBytes: Infinity });
  try {
    while (!reader.isDone) {
      const { number, wireType } = reader.key();
      reader.skip(number, wireType);
    }
    return true;
  } catch {
    return false;
  }
}
