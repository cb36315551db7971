// Several messages in a row (chapter 05). The bytes of a message contain neither an end
// marker nor the type's name, so each message gets a varint length prefix. Protobuf's own
// libraries call this delimited.

import { decodeVarint32, encodeVarint32 } from '@bytes-up/codec';
import { DEFAULT_PROTOBUF_LIMITS } from './limits';
import { ProtobufError } from './protobuf-error';

// #region delimited
/** A message's bytes with a length prefix. */
export function delimit(message: Uint8Array): Buffer {
  return Buffer.concat([encodeVarint32(message.length), message]);
}

/**
 * The complete messages at the start of a stream, and the rest: the beginning of an
 * incomplete message.
 * @throws ProtobufError RESOURCE_EXHAUSTED for a length over the limit, before the bytes
 * arrive. BytesError for an invalid length
 */
export function undelimit(
  stream: Buffer,
  maxMessageBytes = DEFAULT_PROTOBUF_LIMITS.maxMessageBytes,
): { readonly messages: readonly Buffer[]; readonly rest: Buffer } {
  const messages: Buffer[] = [];
  let at = 0;
  while (hasVarint(stream, at)) {
    const { value: length, nextOffset } = decodeVarint32(stream, at);
    if (length > maxMessageBytes) throw tooLong(length, maxMessageBytes, at);
    if (length > stream.length - nextOffset) break;
    at = nextOffset + length;
    messages.push(stream.subarray(nextOffset, at));
  }
  return { messages, rest: stream.subarray(at) };
}
// #endregion delimited

/** Whether a complete varint has arrived, or more bytes than a varint can have. */
function hasVarint(stream: Buffer, at: number): boolean {
  const five = stream.subarray(at, at + 5);
  return five.length === 5 || five.some((byte) => byte < 0x80);
}

function tooLong(length: number, most: number, offset: number): ProtobufError {
  const message = `message of ${length} bytes exceeds the limit of ${most}`;
  return new ProtobufError('RESOURCE_EXHAUSTED', message, { offset, path: '' });
}
