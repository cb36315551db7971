// Explains gRPC's bytes: HTTP/2's frames, and in DATA gRPC's own prefix and the message
// (chapter 18). Header lists stay bytes: HPACK needs all that came before.

import { join, type Segment } from '@bytes-up/codec';
import { explainProtobuf, type MessageType } from '@bytes-up/protobuf';
import { describeFrame, type HeaderReader } from './describe-frame';
import { Http2FrameSplitter, PREFACE, type Http2Frame } from './http2-frames';

const HEADER_BYTES = 9;
const PREFIX_BYTES = 5;
const PADDED = 0x8;
const NO_HEADERS: HeaderReader = { read: () => [] };

/**
 * Explains one direction of a connection. The segments cover every byte once, in order.
 * Never throws.
 * @param type of the messages, if it is known
 */
export function explainHttp2(bytes: Buffer, type?: MessageType): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  const add = (length: number, meaning: string): void => {
    if (length === 0) return;
    segments.push({ offset: at, bytes: bytes.subarray(at, at + length), meaning });
    at += length;
  };
  if (bytes.toString('latin1', 0, PREFACE.length) === PREFACE)
    add(PREFACE.length, 'a client’s first bytes: HTTP/2 begins');
  const splitter = new Http2FrameSplitter(false);
  let frames: Http2Frame[] = [];
  let wrong: string | undefined;
  try {
    frames = splitter.push(bytes.subarray(at));
  } catch (error) {
    wrong = (error as Error).message;
  }
  for (const frame of frames) {
    const [title = '', ...details] = describe(frame);
    add(3, `length ${frame.payload.length}: unsigned, 24 bits, big-endian`);
    add(1, `type ${frame.type}`);
    add(1, `flags ${frame.flags.toString(2).padStart(8, '0')}: ${title}`);
    add(4, frame.stream === 0 ? 'stream 0: the connection itself' : `stream ${frame.stream}`);
    if (frame.type === 'DATA' && (frame.flags & PADDED) === 0) {
      const { length } = frame.payload;
      const head = bytes.subarray(at - HEADER_BYTES + 3, at);
      const before = bytes.subarray(0, at - HEADER_BYTES);
      const after = bytes.subarray(at + length);
      const around = (payload: Uint8Array): Uint8Array =>
        join(before, bigEndian(payload.length, 3), head, payload, after);
      for (const part of explainMessages(frame.payload, type))
        segments.push(within(part, at, around));
      at += length;
    } else if (frame.type === 'SETTINGS') {
      for (const detail of details) add(6, detail.trim());
      add(frame.payload.length - 6 * details.length, 'not a whole setting');
    } else add(frame.payload.length, payloadOf(frame));
  }
  if (at < bytes.length) {
    const error = wrong ?? missing(bytes.subarray(at));
    segments.push({ offset: at, bytes: bytes.subarray(at), meaning: 'not a whole frame', error });
  }
  return segments;
}

// #region messages
/** Explains messages with gRPC's prefix. Never throws. */
export function explainMessages(bytes: Buffer, type?: MessageType): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  while (at < bytes.length) {
    const flag = bytes.readUInt8(at);
    const left = bytes.length - at;
    if (flag > 1 || left < PREFIX_BYTES) {
      const error =
        flag > 1
          ? `compressed flag ${flag} is neither 0 nor 1`
          : `${PREFIX_BYTES - left} bytes of the prefix are missing`;
      segments.push({ offset: at, bytes: bytes.subarray(at), meaning: 'no prefix', error });
      return segments;
    }
    const length = bytes.readUInt32BE(at + 1);
    const body = bytes.subarray(at + PREFIX_BYTES, at + PREFIX_BYTES + length);
    const cut = length - body.length;
    segments.push(segment(bytes, at, 1, flag === 1 ? 'compressed' : 'not compressed'), {
      ...segment(bytes, at + 1, 4, `length ${length}: unsigned, 32 bits, big-endian`),
      ...(cut > 0 && { error: `${cut} bytes of the message are missing` }),
    });
    at += PREFIX_BYTES;
    const parts =
      flag === 1 && body.length > 0
        ? [segment(body, 0, body.length, 'the message, compressed')]
        : explainProtobuf(body, type).filter((part) => part.bytes.length > 0);
    const before = bytes.subarray(0, at - PREFIX_BYTES + 1);
    const after = bytes.subarray(at + length);
    const around = (message: Uint8Array): Uint8Array =>
      join(before, bigEndian(message.length, 4), message, after);
    for (const part of parts) segments.push(within(part, at, around));
    at += body.length;
  }
  return segments;
}
// #endregion messages

/** A part of what is inside, with its place and its edit in the whole. */
function within(part: Segment, at: number, around: (inner: Uint8Array) => Uint8Array): Segment {
  const { edit } = part;
  const moved = { ...part, offset: part.offset + at };
  if (edit === undefined) return moved;
  return { ...moved, edit: { ...edit, write: (text) => around(edit.write(text)) } };
}

function bigEndian(value: number, bytes: 3 | 4): Uint8Array {
  const written = Buffer.alloc(bytes);
  written.writeUIntBE(value, 0, bytes);
  return written;
}

function segment(bytes: Buffer, offset: number, length: number, meaning: string): Segment {
  return { offset, bytes: bytes.subarray(offset, offset + length), meaning };
}

/** A payload too short for its type must not end the explanation. */
function describe(frame: Http2Frame): readonly string[] {
  try {
    return describeFrame(frame, NO_HEADERS);
  } catch {
    return [`${frame.type}, and its payload is too short`];
  }
}

function payloadOf({ type }: Http2Frame): string {
  switch (type) {
    case 'HEADERS':
    case 'CONTINUATION':
      return 'header list, compressed by HPACK';
    case 'PING':
      return 'eight bytes that come back in the answer';
    default:
      return `payload of ${type}`;
  }
}

function missing(rest: Buffer): string {
  if (rest.length < HEADER_BYTES)
    return `${HEADER_BYTES - rest.length} bytes of the frame’s head are missing`;
  return `${HEADER_BYTES + rest.readUIntBE(0, 3) - rest.length} bytes of the payload are missing`;
}
