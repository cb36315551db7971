// The fast codec: functions made for one message type, once (chapter 05). What they leave, the plain codec does.

import { decodeMessage } from '../decode';
import { encodeMessage } from '../encode';
import { DEFAULT_PROTOBUF_LIMITS, type ProtobufLimits } from '../limits';
import { isMessage, type Message } from '../message';
import type { MessageType } from '../schema';
import { Cursor } from './cursor';
import { decoderSource } from './decode-source';
import { encoderSource } from './encode-source';
import { LEAVE } from './library';
import { Names } from './names';
import { isInt64, isUint64, Output } from './output';

type Decode = (cursor: Cursor, end: number, depth: number) => Message;
type Encode = (output: Output, message: Message, at: number, depth: number) => number;

/** Of each type its functions: making them takes milliseconds. */
const made = new WeakMap<MessageType, { readonly decode: Decode; readonly encode: Encode }>();

// #region codec
/** Encodes and decodes one message type: the same results and errors as encodeMessage and decodeMessage. */
export class MessageCodec {
  readonly #type: MessageType;
  readonly #limits: ProtobufLimits;
  readonly #decode: Decode;
  readonly #encode: Encode;
  readonly #cursor = new Cursor();
  readonly #output = new Output();

  constructor(type: MessageType, limits: Partial<ProtobufLimits> = {}) {
    this.#type = type;
    this.#limits = { ...DEFAULT_PROTOBUF_LIMITS, ...limits };
    const { decode, encode } = functionsFor(type);
    this.#decode = decode;
    this.#encode = encode;
  }

  /** @throws ProtobufError for bytes that are no such message, with the offset and the field's path */
  decode(bytes: Uint8Array): Message {
    const { maxFields, maxDepth, maxMessageBytes } = this.#limits;
    const cursor = this.#cursor;
    const { length } = bytes;
    if (length <= maxMessageBytes) {
      try {
        cursor.begin(asBuffer(bytes), maxFields, maxDepth);
        return this.#decode(cursor, length, 0);
      } catch (error) {
        if (error !== LEAVE) throw error;
      } finally {
        cursor.end();
      }
    }
    return decodeMessage(this.#type, bytes, this.#limits);
  }

  /** @throws TypeError for a value that its field cannot hold, with the field's path; RangeError beyond a limit */
  encode(message: Message): Buffer {
    const output = this.#output;
    const { maxDepth, maxMessageBytes } = this.#limits;
    try {
      const start = output.begin(maxDepth);
      const end = this.#encode(output, message, start, 0);
      if (end - start <= maxMessageBytes) return output.take(end);
    } catch (error) {
      if (error !== LEAVE) throw error;
    } finally {
      output.end();
    }
    return encodeMessage(this.#type, message, this.#limits);
  }
}
// #endregion codec

// #region generate
/** The names in the source are numbers and the constants of this file: what a schema says reaches it as quoted strings only. */
export function sourceFor(type: MessageType): string {
  const names = new Names(type);
  const functions = names.types.flatMap((one) => [
    decoderSource(one, names),
    encoderSource(one, names),
  ]);
  return `'use strict';${functions.join('\n')}
return { decode: ${names.decoder(type)}, encode: ${names.encoder(type)} };`;
}

/** The functions for a type, made at the first call. */
export function functionsFor(type: MessageType): {
  readonly decode: Decode;
  readonly encode: Encode;
} {
  const known = made.get(type);
  if (known !== undefined) return known;
  const library = {
    LEAVE,
    isMessage,
    isInt64,
    isUint64,
    copyOf: (bytes: Buffer) => Buffer.from(bytes),
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- this is the point
  const functions = new Function(...Object.keys(library), sourceFor(type))(
    ...Object.values(library),
  ) as { readonly decode: Decode; readonly encode: Encode };
  made.set(type, functions);
  return functions;
}
// #endregion generate

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
