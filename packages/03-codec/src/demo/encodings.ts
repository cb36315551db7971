// Demo, part 1: one message in every encoding, the bytes side by side. Each encoding is
// decoded again before it is shown.

import { deepStrictEqual } from 'node:assert/strict';
import { printable } from '../explain/caret';
import { compress, decompress } from '../other-ways/compression';
import { DelimiterDecoder, encodeDelimited } from '../other-ways/delimiter';
import { encodeFrame } from '../frame/encode-frame';
import { FrameDecoder } from '../frame/frame-decoder';
import { readHttpRequest } from '../other-ways/http-body';
import { decodeBody } from '../body/json-body';
import { NegotiatedDecoder, NegotiatedEncoder } from '../other-ways/negotiated';
import { decodePositional, encodePositional } from '../other-ways/positional';
import { MESSAGE, SCHEMA } from './message';

export interface Encoding {
  readonly name: string;
  readonly bytes: Buffer;
  /** The message, decoded from the bytes by this chapter's decoder. */
  readonly decode: () => unknown;
}

/** The same message, encoded in each way that the chapter shows. */
export function encodings(): Encoding[] {
  const json = JSON.stringify(MESSAGE);
  const bounds = { maxDepth: 64, maxFrameBytes: 1000, maxBodyBytes: 1000, maxHeadBytes: 1000 };
  const fromJson = (bytes: Uint8Array = Buffer.alloc(0)) => decodeBody(bytes, bounds);
  const negotiated = new NegotiatedEncoder();
  const [structure = '', firstRow = ''] = negotiated.encode(MESSAGE);
  const [row = ''] = negotiated.encode(MESSAGE);
  const http = httpRequest(json);
  const frame = encodeFrame(json);
  const line = encodeDelimited(json);
  const positional = encodePositional(SCHEMA, MESSAGE);
  const deflated = compress(Buffer.from(json), { thresholdBytes: 0 });
  const base64 = Buffer.from(positional.toString('base64'));
  return [
    {
      name: 'HTTP, JSON',
      bytes: http,
      decode: () => fromJson(readHttpRequest(http, bounds)?.body),
    },
    {
      name: 'JSON, length prefix',
      bytes: frame,
      decode: () => fromJson(only(new FrameDecoder(bounds), frame)),
    },
    {
      name: 'JSON, line feed',
      bytes: line,
      decode: () => fromJson(only(new DelimiterDecoder(bounds), line)),
    },
    {
      name: 'JSON, deflated',
      bytes: deflated,
      decode: () => fromJson(decompress(deflated, { maxOutputBytes: 1000 })),
    },
    {
      name: 'names once: the first',
      bytes: Buffer.from(structure + firstRow),
      decode: () => readRows(structure, firstRow),
    },
    {
      name: 'names once: the next',
      bytes: Buffer.from(row),
      decode: () => readRows(structure, row),
    },
    {
      name: 'by position, base64',
      bytes: base64,
      decode: () => decodePositional(SCHEMA, Buffer.from(base64.toString(), 'base64')),
    },
    { name: 'by position', bytes: positional, decode: () => decodePositional(SCHEMA, positional) },
  ];
}

/** @throws AssertionError when an encoding does not decode to the same message. */
export function showEncodings(): string[] {
  const all = encodings();
  for (const { decode } of all) deepStrictEqual({ ...(decode() as object) }, MESSAGE);
  const rows = all.map(({ name, bytes }) => {
    const head = bytes.subarray(0, 16);
    const hex = head.toString('hex').replace(/..(?!$)/g, '$& ');
    const text = Array.from(head, printable).join('');
    return `${name.padEnd(22)}${String(bytes.length).padStart(5)}  ${hex.padEnd(47)}  ${text}`;
  });
  return [`${'encoding'.padEnd(22)}bytes  the first 16 of them`, ...rows];
}

function httpRequest(json: string): Buffer {
  const head = [
    'POST /report HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(json)}`,
  ];
  return Buffer.from([...head, '', json].join('\r\n'));
}

function only(decoder: FrameDecoder | DelimiterDecoder, bytes: Buffer): Buffer | undefined {
  decoder.push(bytes);
  const body = decoder.next();
  decoder.end();
  return body;
}

function readRows(...rows: string[]): unknown {
  const decoder = new NegotiatedDecoder();
  return rows.map((text) => decoder.decode(text)).at(-1);
}
