// Explains a message byte by byte: keys, lengths, and values with their field names.
// Without a schema it guesses (chapter 05). `npm start -- bytes --as protobuf HEX` prints
// it.

import { isUtf8 } from 'node:buffer';
import {
  decodeZigzag64,
  replaceWithin,
  type Edit,
  type LengthOf,
  type Segment,
} from '@bytes-up/codec';
import { DEFAULT_PROTOBUF_LIMITS } from '../wire/limits';
import type { Value } from '../message/message';
import { editableText, encodeTyped, type EditableType } from './edit-value';
import { ProtobufError } from '../wire/protobuf-error';
import { Reader } from '../wire/reader';
import { scalarCodecs } from '../wire/scalars';
import type { Field, FieldType, MessageType, Scalar } from '../schema/schema';
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
  /** Around what is read, from the outermost to the innermost. */
  #lengths: readonly LengthOf[] = [];

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
      const begin = this.#done;
      const isLong = wireTypeOf(type) === WireType.LEN;
      const length = isLong ? reader.peek().length : 0;
      const value = scalarCodecs[type.kind === 'enum' ? 'int32' : type.scalar].read(reader);
      if (isLong) this.#add(reader.at - length, `length ${length}`);
      this.#add(
        reader.at,
        `${name} = ${show(value, type)}`,
        this.#edit(begin, reader, value, type),
      );
    }
  }

  #message(reader: Reader, type: MessageType | undefined, name: string): void {
    const begin = this.#done;
    const inner = reader.message();
    const what = type === undefined ? 'parses as a message' : type.name;
    this.#add(inner.at, `length ${reader.at - inner.at}: ${what}`);
    this.#within({ begin, content: inner.at, end: reader.at }, () =>
      this.fields(inner, type, `${name}.`),
    );
  }

  #packed(reader: Reader, type: FieldType, name: string): void {
    const begin = this.#done;
    const packed = reader.packed();
    this.#add(packed.at, `length ${reader.at - packed.at}: packed, no further keys`);
    this.#within({ begin, content: packed.at, end: reader.at }, () => {
      for (let i = 0; !packed.isDone; i++)
        this.#known(packed, type, name.replace(/\d+\]$/, `${i}]`));
    });
  }

  #within(length: LengthOf, explain: () => void): void {
    const around = this.#lengths;
    this.#lengths = [...around, length];
    explain();
    this.#lengths = around;
  }

  // #region edit
  /**
   * The bytes from `begin` to where the reader is are a value, with its length if any.
   */
  #edit(begin: number, { at: end }: Reader, value: Value, type: EditableType): Edit | undefined {
    const text = editableText(value, type);
    const lengths = this.#lengths;
    if (text === undefined) return undefined;
    const write = (typed: string): Uint8Array =>
      replaceWithin(this.#bytes, lengths, { begin, end, bytes: encodeTyped(typed, type) });
    return { text, write };
  }
  // #endregion edit

  /** Not in the schema, so list what the bytes could mean. */
  #unknown(reader: Reader, number: number, wireType: number, name: string, named: boolean): void {
    const begin = this.#done;
    const editAs = (value: Value, scalar: Scalar): Edit | undefined =>
      this.#edit(begin, reader, value, { kind: 'scalar', scalar });
    const note = named ? `${name}, not in the schema:` : `${name} =`;
    switch (wireType) {
      case WireType.VARINT: {
        const value = reader.varint();
        const meaning = `${note} ${value}, or ${decodeZigzag64(value)} by zigzag`;
        this.#add(reader.at, meaning, editAs(value, 'uint64'));
        break;
      }
      case WireType.I32: {
        const bytes = reader.fixed(4);
        const meaning = `${note} ${bytes.readUInt32LE()}, or ${bytes.readFloatLE()}`;
        this.#add(reader.at, meaning, editAs(bytes.readUInt32LE(), 'fixed32'));
        break;
      }
      case WireType.I64: {
        const bytes = reader.fixed(8);
        const meaning = `${note} ${bytes.readBigUInt64LE()}, or ${bytes.readDoubleLE()}`;
        this.#add(reader.at, meaning, editAs(bytes.readBigUInt64LE(), 'fixed64'));
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
    const begin = this.#done;
    reader.lengthDelimited();
    this.#add(reader.at - content.length, `length ${content.length}`);
    if (content.length === 0) return;
    const value = isText(content) ? content.toString() : content;
    const scalar = isText(content) ? 'string' : 'bytes';
    const edit = this.#edit(begin, reader, value, { kind: 'scalar', scalar });
    this.#add(reader.at, `${note} ${typeof value === 'string' ? quote(value) : 'bytes'}`, edit);
  }

  /** Adds a segment from the end of the last one up to `end`. */
  #add(end: number, meaning: string, edit?: Edit): void {
    if (this.segments.length === MAX_SEGMENTS) throw TOO_MANY;
    const value = edit === undefined ? {} : { edit };
    if (end > this.#done) {
      const bytes = this.#bytes.subarray(this.#done, end);
      this.segments.push({ offset: this.#done, bytes, meaning, ...value });
    } else {
      // An empty string or message has no bytes after its length.
      const last = this.segments.pop();
      if (last !== undefined)
        this.segments.push({ ...last, meaning: `${last.meaning}: ${meaning}`, ...value });
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
