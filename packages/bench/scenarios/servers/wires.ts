// One call of `ping` or `pi` in the protocol of each contender.

import { encodeFrame } from '@bytes-up/codec';
import { estimatePi } from '@bytes-up/protocol';
import type { WorkloadInfo } from '../../src';
import { grpcWire } from './grpc-wire';
import { NUMBER, type Numbered, type Wire } from './wire';

/** Terms of the series in a call that computes for about a millisecond. */
const PI_TERMS = 1_000_000;

export interface Call extends Pick<WorkloadInfo, 'method' | 'textBytes'> {
  /** Of the series, if it is `pi`. */
  readonly terms?: number;
}

/** The bytes of a call, or why this protocol or this server does not have it. */
export type WireOrReason = Wire | string;

const ONLY_PING = 'answers ping only';

/** The text of `ping`. Twelve bytes make a request of 49 bytes. */
export function textOf({ textBytes }: Call): string {
  return 'bytes up now'.repeat(Math.ceil(textBytes / 12)).slice(0, textBytes);
}

function termsOf({ terms = PI_TERMS }: Call): number {
  return terms;
}

function argumentOf(call: Call): string | number {
  return call.method === 'ping' ? textOf(call) : termsOf(call);
}

function resultOf(call: Call): string | number {
  return call.method === 'ping' ? textOf(call) : estimatePi(termsOf(call));
}

function digitsIn(request: Buffer, answer: Buffer): Numbered {
  const place = (bytes: Buffer): number => bytes.lastIndexOf(String(NUMBER));
  return { as: 'digits', requestAt: place(request), answerAt: place(answer) };
}

/** The course's protocol: a length and JSON. */
export function jsonFrames(call: Call): Wire {
  const [out, params, result] = [
    call.method === 'ping' ? 'pong' : 'pi_r',
    argumentOf(call),
    resultOf(call),
  ];
  const request = encodeFrame(JSON.stringify({ in: call.method, params, id: NUMBER }));
  const answer = encodeFrame(JSON.stringify({ out, result, id: NUMBER }));
  return { request, answer, numbered: digitsIn(request, answer) };
}

/** A server that returns what it gets, whatever that is. */
export function echoed(call: Call): WireOrReason {
  if (call.method !== 'ping') return ONLY_PING;
  const { request } = jsonFrames(call);
  return { request, answer: request, numbered: digitsIn(request, request) };
}

/** POST /ping or /pi with a JSON body, and a JSON body back. HTTP/1.1 has no numbers. */
export function rest(call: Call): Wire {
  const body = JSON.stringify({ params: argumentOf(call) });
  const head =
    `POST /${call.method} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${body.length}\r\n\r\n`;
  return {
    request: Buffer.from(head + body),
    body: Buffer.from(JSON.stringify({ result: resultOf(call) })),
  };
}

/** JSON-RPC 2.0, a message on each line. */
export function jsonRpc(call: Call): Wire {
  const line = (message: object): Buffer =>
    Buffer.from(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const request = line({ method: call.method, params: [argumentOf(call)], id: NUMBER });
  const answer = line({ id: NUMBER, result: resultOf(call) });
  return { request, answer, numbered: digitsIn(request, answer) };
}

/** Redis' PING with an argument, which it returns. */
export function respPing(call: Call): WireOrReason {
  if (call.method !== 'ping') return ONLY_PING;
  const text = textOf(call);
  const bulk = `$${text.length}\r\n${text}\r\n`;
  return { request: Buffer.from(`*2\r\n$4\r\nPING\r\n${bulk}`), answer: Buffer.from(bulk) };
}

/** MessagePack-RPC: [0, number, method, [text]], and [1, number, nil, text] back. */
export function msgpackRpc(call: Call): WireOrReason {
  if (call.method !== 'ping') return ONLY_PING;
  const [ARRAY_OF_4, REQUEST, ANSWER, NIL] = [0x94, 0x00, 0x01, 0xc0] as const;
  const [UINT32, ARRAY_OF_1] = [0xce, 0x91] as const;
  const head = (type: number): Buffer =>
    Buffer.concat([Buffer.from([ARRAY_OF_4, type, UINT32]), int32(NUMBER)]);
  const text = textOf(call);
  if (text.length > 31) return 'only texts that MessagePack writes with one byte of length';
  const packed = Buffer.concat([Buffer.from([0xa0 | text.length]), Buffer.from(text)]);
  const method = Buffer.concat([Buffer.from([0xa4]), Buffer.from('ping')]);
  return {
    request: Buffer.concat([head(REQUEST), method, Buffer.from([ARRAY_OF_1]), packed]),
    answer: Buffer.concat([head(ANSWER), Buffer.from([NIL]), packed]),
    numbered: { as: 'binary', requestAt: 3, answerAt: 3 },
  };
}

/** Thrift's binary protocol in frames (chapter 19). */
export function thriftFramed(call: Call): Wire {
  const [STRING, STRUCT, I32, DOUBLE] = [11, 12, 8, 4] as const;
  const text = Buffer.from(textOf(call));
  const ping = call.method === 'ping';
  const name = ping ? 'ping' : 'calc';
  const message = (type: number, fields: Buffer): Buffer =>
    thriftFrame(
      Buffer.concat([Buffer.from([0x80, 1, 0, type]), counted(name), int32(NUMBER), fields]),
    );
  const field = (type: number, id: number, value: Buffer): Buffer =>
    Buffer.concat([Buffer.from([type, 0, id]), value, STOP]);
  const request = message(
    1,
    ping ? field(STRING, 1, counted(text)) : field(STRUCT, 1, field(I32, 1, int32(termsOf(call)))),
  );
  const answer = message(
    2,
    ping
      ? field(STRING, 0, counted(text))
      : field(STRUCT, 0, field(DOUBLE, 1, double(estimatePi(termsOf(call))))),
  );
  const at = 4 + 4 + 4 + name.length; // after the length, the type and the name
  return { request, answer, numbered: { as: 'binary', requestAt: at, answerAt: at } };
}

const STOP = Buffer.from([0]);

function thriftFrame(body: Buffer): Buffer {
  return Buffer.concat([int32(body.length), body]);
}

function counted(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([int32(bytes.length), bytes]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

const MAX_GRPC_TEXT = 8_192;
const GRPC_TOO_LONG = 'the load generator has no flow control of HTTP/2 for long messages';

/** gRPC, over HTTP/2 without TLS (chapter 18). */
export function grpc(call: Call): WireOrReason {
  if (call.textBytes > MAX_GRPC_TEXT) return GRPC_TOO_LONG;
  const ping = call.method === 'ping';
  const text = Buffer.from(textOf(call));
  const stringField = Buffer.concat([Buffer.from([0x0a]), varint(text.length), text]);
  const result = Buffer.alloc(9);
  result[0] = 0x09; // field 1, eight bytes
  result.writeDoubleLE(estimatePi(termsOf(call)), 1);
  return grpcWire(
    `/pi.PiCalculator/${ping ? 'Ping' : 'Calc'}`,
    ping ? stringField : Buffer.concat([Buffer.from([0x08]), varint(termsOf(call))]),
    ping ? stringField : result,
  );
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}
