// Describes a frame: one line, and more lines for its content (RFC 9113, section 6).

import type { Http2Frame } from './http2-frames';

const END_STREAM = 0x1;
const ACK = 0x1;
const END_HEADERS = 0x4;
const PADDED = 0x8;
const PRIORITY = 0x20;

const SETTINGS: Readonly<Record<number, string>> = {
  1: 'HEADER_TABLE_SIZE',
  2: 'ENABLE_PUSH',
  3: 'MAX_CONCURRENT_STREAMS',
  4: 'INITIAL_WINDOW_SIZE',
  5: 'MAX_FRAME_SIZE',
  6: 'MAX_HEADER_LIST_SIZE',
};
const ERRORS = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
];

/** Reads the header lists of one direction: see HeaderList. */
export interface HeaderReader {
  read(bytes: Buffer, isLast: boolean): readonly (readonly [name: string, value: string])[];
}

/** @param headers HPACK refers to earlier lists, so read a direction's lists in order */
export function describeFrame(frame: Http2Frame, headers: HeaderReader): readonly string[] {
  const { type, flags, stream, payload } = frame;
  const where = stream === 0 ? 'connection' : `stream ${stream}`;
  const title = `${type} ${where}, ${payload.length} bytes${ends(frame)}`;
  switch (type) {
    case 'SETTINGS':
      return [(flags & ACK) === 0 ? title : `${title}: ACK`, ...settings(payload)];
    case 'HEADERS':
    case 'CONTINUATION': {
      const block = type === 'HEADERS' ? blockOf(flags, payload) : payload;
      const fields = headers.read(block, (flags & END_HEADERS) !== 0);
      return [title, ...fields.map(([name, value]) => `  ${name}: ${value}`)];
    }
    case 'WINDOW_UPDATE':
      return [`${title}: ${payload.readUInt32BE() & 0x7fff_ffff} more bytes may come`];
    case 'RST_STREAM':
      return [`${title}: ${errorName(payload.readUInt32BE())}`];
    case 'GOAWAY':
      return [
        `${title}: ${errorName(payload.readUInt32BE(4))}, last stream ${payload.readUInt32BE()}`,
      ];
    case 'PING':
      return [(flags & ACK) === 0 ? title : `${title}: ACK`];
    default:
      return [title];
  }
}

function ends({ type, flags }: Http2Frame): string {
  const isEnd = (type === 'DATA' || type === 'HEADERS') && (flags & END_STREAM) !== 0;
  return isEnd ? ', END_STREAM' : '';
}

function settings(payload: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at + 6 <= payload.length; at += 6) {
    const id = payload.readUInt16BE(at);
    lines.push(`  ${SETTINGS[id] ?? `setting ${id}`} = ${payload.readUInt32BE(at + 2)}`);
  }
  return lines;
}

/** The header block of a HEADERS frame, without padding and priority. */
function blockOf(flags: number, payload: Buffer): Buffer {
  const isPadded = (flags & PADDED) !== 0;
  const begin = (isPadded ? 1 : 0) + ((flags & PRIORITY) === 0 ? 0 : 5);
  return payload.subarray(begin, payload.length - (isPadded ? (payload[0] ?? 0) : 0));
}

function errorName(code: number): string {
  return ERRORS[code] ?? `error ${code}`;
}
