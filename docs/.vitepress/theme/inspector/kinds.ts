// What the wire inspector can take apart, each kind by the course's own package. Runs in
// Node too: a test holds the page's answers equal to these.

import {
  caret,
  decodeVarint64,
  encodeFrame,
  encodeVarint64,
  explainFrame,
  explainVarints,
  FrameDecoder,
} from '@bytes-up/codec/browser';
import type { Segment } from '@bytes-up/codec/browser';
import { explainHttp2, explainMessages } from '@bytes-up/grpc/browser';
import { explainProtobuf, type MessageType } from '@bytes-up/protobuf/browser';
import { explainResp } from '@bytes-up/resp/browser';
import { explainCompact } from '@bytes-up/thrift/browser';
import { Buffer } from 'buffer';

export type { Segment };

/** A longer input is for the terminal: `npm start -- bytes -`. */
export const MAX_BYTES = 16 * 1024;

export interface Kind {
  readonly id: string;
  readonly label: string;
  /** What the field for bytes begins with, as hex. */
  readonly sample: string;
  /** The schema that goes with it, for kinds that know one. */
  readonly schema?: string;
  explain(bytes: Uint8Array, type: MessageType | undefined): Segment[];
  /** The bytes as text that can be edited, for kinds where that is easy. */
  readonly text?: {
    readonly label: string;
    /** @returns undefined if the bytes are no such text */
    read(bytes: Uint8Array): string | undefined;
    /** @throws Error that says what is wrong with the text */
    write(text: string): Uint8Array;
  };
}

const PI_PROTO = `syntax = "proto3";
package pi;

message PiRequest {
  int32 n = 1;
}
`;

const ORDER_PROTO = `syntax = "proto3";

message Order {
  uint32 id = 1;
  string customer = 2;
  repeated int32 items = 3;
  double total = 4;
}
`;

export const KINDS: readonly Kind[] = [
  {
    id: 'frame',
    label: 'Our frames',
    sample: '1b000000 7b22696e223a2270696e67222c22706172616d73223a226869227d',
    explain: (bytes) => explainFrame(bytes),
    text: { label: 'Bodies, one on each line', read: readBodies, write: writeBodies },
  },
  {
    id: 'resp',
    label: 'RESP',
    sample: '2a320d0a 24340d0a 4543484f0d0a 24320d0a 68690d0a',
    explain: (bytes) => explainResp(Buffer.from(bytes)),
    text: { label: 'Lines, each ends with CR LF', read: readLines, write: writeLines },
  },
  {
    id: 'protobuf',
    label: 'Protobuf',
    sample: '08ac02 1203416461 1a03010203 211f85eb51b81e0940',
    schema: ORDER_PROTO,
    explain: (bytes, type) => explainProtobuf(Buffer.from(bytes), type),
  },
  {
    id: 'varint',
    label: 'Varints',
    sample: 'ac02 01 b90a',
    explain: (bytes) => explainVarints(bytes),
    text: { label: 'Numbers', read: readNumbers, write: writeNumbers },
  },
  {
    id: 'thrift',
    label: 'Thrift compact',
    sample: '822101 0463616c63 1c15d00f 0000',
    explain: (bytes) => explainCompact(Buffer.from(bytes)),
  },
  {
    id: 'grpc',
    label: 'gRPC messages',
    sample: '00 00000003 08e807',
    schema: PI_PROTO,
    explain: (bytes, type) => explainMessages(Buffer.from(bytes), type),
  },
  {
    id: 'http2',
    label: 'HTTP/2 frames',
    sample:
      '505249202a20485454502f322e300d0a0d0a534d0d0a0d0a ' +
      '000006 04 00 00000000 000300000064 ' +
      '000001 01 04 00000001 82 ' +
      '000008 00 01 00000001 00 00000003 08e807',
    schema: PI_PROTO,
    explain: (bytes, type) => explainHttp2(Buffer.from(bytes), type),
  },
];

/** Hex, a space after each byte. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** The first error, and its place drawn with a caret. */
export function firstError(
  bytes: Uint8Array,
  segments: readonly Segment[],
): { readonly message: string; readonly picture: string } | undefined {
  const wrong = segments.find(({ error }) => error !== undefined);
  if (wrong?.error === undefined) return undefined;
  return { message: wrong.error, picture: caret(bytes, wrong.offset) };
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function readBodies(bytes: Uint8Array): string | undefined {
  const decoder = new FrameDecoder({ maxFrameBytes: MAX_BYTES });
  try {
    decoder.push(bytes);
    const bodies: string[] = [];
    for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
      const text = decodeText(body);
      if (text === undefined || text.includes('\n')) return undefined;
      bodies.push(text);
    }
    decoder.end();
    return bodies.join('\n');
  } catch {
    return undefined;
  }
}

function writeBodies(text: string): Uint8Array {
  const bodies = text.split('\n').filter((line) => line !== '');
  return Buffer.concat(bodies.map((body) => encodeFrame(body)));
}

function readLines(bytes: Uint8Array): string | undefined {
  const text = decodeText(bytes);
  return text?.replaceAll('\r\n', '').includes('\r') || !text?.endsWith('\r\n')
    ? undefined
    : text.slice(0, -2).replaceAll('\r\n', '\n');
}

function writeLines(text: string): Uint8Array {
  return Buffer.from(text === '' ? '' : `${text.replaceAll('\n', '\r\n')}\r\n`);
}

/** Only numbers in as few bytes as they need come back as the same bytes. */
function readNumbers(bytes: Uint8Array): string | undefined {
  const numbers: bigint[] = [];
  try {
    for (let at = 0; at < bytes.length;) {
      const { value, nextOffset } = decodeVarint64(bytes, at);
      if (encodeVarint64(value).length !== nextOffset - at) return undefined;
      numbers.push(value);
      at = nextOffset;
    }
  } catch {
    return undefined;
  }
  return numbers.join(' ');
}

function writeNumbers(text: string): Uint8Array {
  const numbers = text.split(/[\s,]+/).filter((word) => word !== '');
  const parts = numbers.map((word) => {
    if (!/^\d+$/.test(word)) throw new Error(`expected numbers from 0 on, got ${word}`);
    return encodeVarint64(BigInt(word));
  });
  return Buffer.concat(parts);
}
