// Messages one behind the other (chapter 05). The format has no end and no name of a type
// in it, so each message gets its length before it, as a varint: what protobuf's own
// libraries call delimited.

import { decodeVarint32, encodeVarint32 } from '@bytes-up/codec';
import { DEFAULT_PROTOBUF_LIMITS } from './limits';
import { ProtobufError } from './protobuf-error';

// #region delimited
/** A message's bytes with their length before them. */
export function delimit(message: Uint8Array): Buffer {
  return Buffer.concat([encodeVarint32(message.length), message]);
}

/**
 * The messages at the start of a stream, and what is left: the beginning of a message
 * that has not come whole.
 * @throws ProtobufError RESOURCE_EXHAUSTED for a longer one than allowed, before it is
 * waited for; BytesError for no length
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

/** Whether a whole varint is there, or so many bytes that it is none. */
function hasVarint(stream: Buffer, at: number): boolean {
  const five = stream.subarray(at, at + 5);
  return five.length === 5 || five.some((byte) => byte < 0x80);
}

function tooLong(length: number, most: number, offset: number): ProtobufError {
  const message = `a message of ${length} bytes, the most is ${most}`;
  return new ProtobufError('RESOURCE_EXHAUSTED', message, { offset, path: '' });
}
