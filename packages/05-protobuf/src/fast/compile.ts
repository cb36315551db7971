// Optional at a first reading: the fast codec, which generates functions for each message
// type (chapter 05). They fall back to the plain codec for anything rare or invalid.

import { decodeMessage } from '../message/decode';
import { encodeMessage } from '../message/encode';
import { DEFAULT_PROTOBUF_LIMITS, type ProtobufLimits } from '../wire/limits';
import { isMessage, type Message } from '../message/message';
import type { MessageType } from '../schema/schema';
import { Cursor } from './cursor';
import { decoderSource } from './decode-source';
import { encoderSource } from './encode-source';
import { FALLBACK } from './library';
import { Names } from './names';
import { isInt64, isUint64, Output } from './output';

/** The functions of one type. They fall back to the plain codec by themselves. */
export interface Functions {
  readonly decode: (bytes: Uint8Array, limits: ProtobufLimits) => Message;
  readonly encode: (message: Message, limits: ProtobufLimits) => Uint8Array;
}

/** What generated code calls. */
const LIBRARY = {
  FALLBACK,
  isMessage,
  isInt64,
  isUint64,
  copyOf: (bytes: Uint8Array) => Buffer.from(bytes),
};

/**
 * The functions of each type, compiled once, because compiling takes milliseconds and V8
 * optimizes one shared function better than several copies.
 */
const known = new WeakMap<MessageType, Functions>();

// #region codec
/**
 * Encodes and decodes one message type: the same results and errors as encodeMessage and
 * decodeMessage.
 */
export class MessageCodec {
  readonly #functions: Functions;
  readonly #limits: ProtobufLimits;

  constructor(type: MessageType, limits: Partial<ProtobufLimits> = {}) {
    this.#functions = known.get(type) ?? compile(type);
    known.set(type, this.#functions);
    this.#limits = { ...DEFAULT_PROTOBUF_LIMITS, ...limits };
  }

  /**
   * @throws ProtobufError for bytes that are not such a message, with the offset and the
   * field's path
   */
  decode(bytes: Uint8Array): Message {
    return this.#functions.decode(bytes, this.#limits);
  }

  /**
   * @throws TypeError for a value that its field cannot hold, with the field's path;
   * RangeError beyond a limit
   */
  encode(message: Message): Uint8Array {
    return this.#functions.encode(message, this.#limits);
  }
}
// #endregion codec

/** @param plain the fallback. Tests pass another one to see when it is called */
export function compile(
  type: MessageType,
  plain: Functions = {
    decode: (bytes, limits) => decodeMessage(type, bytes, limits),
    encode: (message, limits) => encodeMessage(type, message, limits),
  },
): Functions {
  const library = { ...LIBRARY, plain, c: new Cursor(), o: new Output() };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- only numbers and quoted names come from the schema
  const make = new Function(...Object.keys(library), sourceFor(type)) as (
    ...values: unknown[]
  ) => Functions;
  return make(...Object.values(library));
}

// #region generate
/**
 * The source of a type's functions. Only numbers and quoted strings come from the schema,
 * so a schema cannot inject code.
 */
export function sourceFor(type: MessageType): string {
  const names = new Names(type);
  const functions = names.types.flatMap((one) => [
    decoderSource(one, names),
    encoderSource(one, names),
  ]);
  return `'use strict';
function decode(bytes, limits) {
  const { length } = bytes;
  if (length > limits.maxMessageBytes) return plain.decode(bytes, limits);
  try {
    c.begin(bytes, limits);
    return ${names.decoder(type)}(c, length, 0);
  } catch (error) {
    if (error !== FALLBACK) throw error;
  } finally {
    c.end();
  }
  return plain.decode(bytes, limits);
}
function encode(message, limits) {
  try {
    const start = o.begin(limits);
    const end = ${names.encoder(type)}(o, message, start, 0);
    if (end - start <= limits.maxMessageBytes) return o.take(end);
  } catch (error) {
    if (error !== FALLBACK) throw error;
  } finally {
    o.end();
  }
  return plain.encode(message, limits);
}
${functions.join('\n')}
return { decode, encode };`;
}
// #endregion generate
