// What the official conformance runner starts and asks: a program that decodes a message
// and encodes it again. Questions come on standard input, answers go to standard output,
// each a message behind its length in four bytes, little-endian.

import { readSync, writeSync } from 'node:fs';
import { decodeMessage, type Message, type MessageType, type Schema } from '..';
import type { Engine } from './engines';

export interface Testee {
  /** With the messages ConformanceRequest and ConformanceResponse. */
  readonly protocol: Schema;
  /** The messages that the questions are about. */
  readonly subjects: Schema;
  readonly engine: Engine;
}

/** WireFormat of conformance.proto. */
const PROTOBUF = 1;

// #region answer
/**
 * The answer to one question: the message again, why it was refused, or what this codec
 * does not do.
 */
export function answer({ protocol, subjects, engine }: Testee, question: Buffer): Message {
  const request = decodeMessage(protocol.message('conformance.ConformanceRequest'), question);
  const name = request['messageType'] as string;
  const type = subjects.messages.get(name);
  const payload = request['protobufPayload'];
  if (!(payload instanceof Uint8Array)) return { skipped: 'input that is not binary' };
  if (request['requestedOutputFormat'] !== PROTOBUF)
    return { skipped: 'output that is not binary' };
  if (type === undefined) return { skipped: `${name}: proto2 and editions` };
  return roundTrip(type, payload, engine);
}

function roundTrip(type: MessageType, payload: Uint8Array, engine: Engine): Message {
  let message: Message;
  try {
    message = engine.decode(type, payload);
  } catch (error) {
    return { parseError: (error as Error).message };
  }
  try {
    return { protobufPayload: engine.encode(type, message) };
  } catch (error) {
    return { serializeError: (error as Error).message };
  }
}
// #endregion answer

/** Answers until standard input ends. */
export function serve(testee: Testee): void {
  const responseType = testee.protocol.message('conformance.ConformanceResponse');
  for (let length = readExactly(4); length !== undefined; length = readExactly(4)) {
    const question = readExactly(length.readUInt32LE());
    if (question === undefined) throw new Error('standard input ended inside a question');
    const bytes = testee.engine.encode(responseType, answer(testee, question));
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32LE(bytes.length);
    writeAll(Buffer.concat([prefix, bytes]));
  }
}

/** Undefined when the input ends before the first byte. */
function readExactly(count: number): Buffer | undefined {
  const bytes = Buffer.alloc(count);
  for (let at = 0; at < count;) {
    const read = readSync(0, bytes, at, count - at, null);
    if (read === 0 && at === 0) return undefined;
    if (read === 0) throw new Error(`standard input ended after ${at} of ${count} bytes`);
    at += read;
  }
  return bytes;
}

function writeAll(bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at);
}
