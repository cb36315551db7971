// The testee: the program under test, which the official conformance runner starts. It
// decodes a message and encodes it again. Requests come on standard input, responses go
// to standard output, each with a length prefix of four bytes, little-endian.

import { readSync, writeSync } from 'node:fs';
import { decodeMessage, type Message, type MessageType, type Schema } from '..';
import type { Engine } from './engines';

export interface Testee {
  /** Declares ConformanceRequest and ConformanceResponse. */
  readonly protocol: Schema;
  /** Declares the messages that requests ask to decode. */
  readonly testMessages: Schema;
  readonly engine: Engine;
}

/** WireFormat of conformance.proto. */
const PROTOBUF = 1;

// #region respond
/**
 * The response to one request: the message encoded again, why it was refused, or which
 * unsupported feature it needs.
 */
export function respond({ protocol, testMessages, engine }: Testee, bytes: Buffer): Message {
  const request = decodeMessage(protocol.message('conformance.ConformanceRequest'), bytes);
  const name = request['messageType'] as string;
  const type = testMessages.messages.get(name);
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
// #endregion respond

/** Serves requests until standard input ends. */
export function serve(testee: Testee): void {
  const responseType = testee.protocol.message('conformance.ConformanceResponse');
  for (let length = readExactly(4); length !== undefined; length = readExactly(4)) {
    const request = readExactly(length.readUInt32LE());
    if (request === undefined) throw new Error('standard input ended inside a request');
    const bytes = testee.engine.encode(responseType, respond(testee, request));
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32LE(bytes.length);
    writeAll(Buffer.concat([prefix, bytes]));
  }
}

/** Undefined if the input ends before the first byte. */
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
