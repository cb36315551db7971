// The messages of pi.proto, with chapter 05's parser and codec instead of generated code.

import { join } from 'node:path';
import { loadProto, MessageCodec } from '@bytes-up/protobuf';

const schema = loadProto(join(__dirname, '../../../proto/pi.proto'));
const request = new MessageCodec(schema.message('pi.PiRequest'));
const response = new MessageCodec(schema.message('pi.PiResponse'));
const ping = new MessageCodec(schema.message('pi.PingMessage'));

/** Encodes and decodes one type of message. */
export interface Codec<T> {
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

export const PI_REQUEST: Codec<number> = {
  encode: (n) => request.encode({ n }),
  decode: (bytes) => request.decode(bytes)['n'] as number,
};

export const PI_RESPONSE: Codec<number> = {
  encode: (value) => response.encode({ value }),
  decode: (bytes) => response.decode(bytes)['value'] as number,
};

export const PING_MESSAGE: Codec<string> = {
  encode: (text) => ping.encode({ text }),
  decode: (bytes) => ping.decode(bytes)['text'] as string,
};
