// The messages of pi.proto as values and bytes, once its schema is read (chapter 18). It
// reads no file, so a browser can use it too.

import { MessageCodec, type Schema } from '@bytes-up/protobuf';

/** Encodes and decodes one type of message. */
export interface Codec<T> {
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

/** @param schema that of pi.proto */
export function piCodecs(schema: Schema): {
  readonly request: Codec<number>;
  readonly response: Codec<number>;
  readonly ping: Codec<string>;
} {
  const request = new MessageCodec(schema.message('pi.PiRequest'));
  const response = new MessageCodec(schema.message('pi.PiResponse'));
  const ping = new MessageCodec(schema.message('pi.PingMessage'));
  return {
    request: {
      encode: (n) => request.encode({ n }),
      decode: (bytes) => request.decode(bytes)['n'] as number,
    },
    response: {
      encode: (value) => response.encode({ value }),
      decode: (bytes) => response.decode(bytes)['value'] as number,
    },
    ping: {
      encode: (text) => ping.encode({ text }),
      decode: (bytes) => ping.decode(bytes)['text'] as string,
    },
  };
}
