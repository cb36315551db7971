// One gRPC call as the bytes of HTTP/2: RFC 9113, RFC 7541 (HPACK) and gRPC's own five
// bytes before a message. The header block is written without HPACK's table, so that it
// is the same in each call, and only the number of the stream differs.

import { NUMBER, type Wire } from './wire';

const [DATA, HEADERS, SETTINGS, WINDOW_UPDATE] = [0, 1, 4, 8] as const;
const [END_STREAM, END_HEADERS] = [1, 4] as const;
const MAX_WINDOW = 2 ** 31 - 1;
const FIRST_WINDOW = 65_535;
/** Of a frame's head: its length, type, flags and then the stream. */
const STREAM_AT = 5;

export function grpcWire(path: string, message: Buffer, answer: Buffer): Wire {
  const block = Buffer.concat([
    Buffer.from([0x83, 0x86]), // of the static table: `:method: POST`, `:scheme: http`
    literal(4, path), // :path
    literal(1, 'bench'), // :authority
    literal(31, 'application/grpc'), // content-type
    Buffer.concat([Buffer.from([0]), text('te'), text('trailers')]),
  ]);
  const headers = frame(HEADERS, END_HEADERS, NUMBER, block);
  const data = frame(DATA, END_STREAM, NUMBER, prefixed(message));
  return {
    isHttp2: true,
    preface: Buffer.concat([
      Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
      frame(SETTINGS, 0, 0, Buffer.alloc(0)),
      frame(WINDOW_UPDATE, 0, 0, uint32(MAX_WINDOW - FIRST_WINDOW)),
    ]),
    request: Buffer.concat([headers, data]),
    answer: prefixed(answer),
    numbered: {
      as: 'binary',
      requestAt: STREAM_AT,
      alsoAt: headers.length + STREAM_AT,
      answerAt: STREAM_AT,
    },
  };
}

/** Not compressed, then the length. */
function prefixed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0]), uint32(message.length), message]);
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const length = uint32(payload.length).subarray(1);
  return Buffer.concat([length, Buffer.from([type, flags]), uint32(stream), payload]);
}

/** A literal without indexing, whose name is in the static table (RFC 7541, 6.2.2). */
function literal(name: number, value: string): Buffer {
  const index = name < 15 ? [name] : [15, name - 15];
  return Buffer.concat([Buffer.from(index), text(value)]);
}

/** A string without Huffman coding, of fewer than 127 bytes. */
function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
