// The codecs that the official conformance runner tests.

import { decodeMessage } from '../message/decode';
import { encodeMessage } from '../message/encode';
import { MessageCodec } from '../fast/compile';
import type { Message } from '../message/message';
import type { MessageType } from '../schema/schema';

export interface Engine {
  readonly decode: (type: MessageType, bytes: Uint8Array) => Message;
  readonly encode: (type: MessageType, message: Message) => Uint8Array;
}

const codecs = new Map<MessageType, MessageCodec>();

function codecOf(type: MessageType): MessageCodec {
  const codec = codecs.get(type) ?? new MessageCodec(type);
  codecs.set(type, codec);
  return codec;
}

export const engines: Readonly<Record<string, Engine>> = {
  plain: { decode: decodeMessage, encode: encodeMessage },
  fast: {
    decode: (type, bytes) => codecOf(type).decode(bytes),
    encode: (type, message) => codecOf(type).encode(message),
  },
  // Wrong on purpose, to show that the suite can fail.
  dropsUnknown: {
    decode: (type, bytes) => ({ ...decodeMessage(type, bytes), $unknown: [] }),
    encode: encodeMessage,
  },
};
