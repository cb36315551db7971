// Calls that both the browser's bundle and Node must answer. A probe's source also runs
// in the browser's stand-in, so it may use only its arguments, and it answers in text.

import type * as codec from '@bytes-up/codec/browser';
import type * as grpc from '@bytes-up/grpc/browser';
import type * as protobuf from '@bytes-up/protobuf/browser';
import type * as protocol from '@bytes-up/protocol';
import type * as resp from '@bytes-up/resp/browser';
import type * as thrift from '@bytes-up/thrift/browser';

/** What the bundle exports: the browser's entry of each package. */
export interface Library {
  readonly protocol: typeof protocol;
  readonly codec: typeof codec;
  readonly resp: typeof resp;
  readonly protobuf: typeof protobuf;
  readonly grpc: typeof grpc;
  readonly thrift: typeof thrift;
}

/** @param texts bytes as hex, or texts of files @returns lines of text */
export type Probe = (library: Library, texts: readonly string[]) => string[];

/** A server's answers to client bytes, and each of their frames decoded. */
export const answers: Probe = ({ codec, protocol }, texts) => {
  const limits = { maxFrameBytes: 4 * 1024 * 1024, maxDepth: 64 };
  const lines: string[] = [];
  for (const text of texts) {
    const bytes = Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));
    const decoder = new codec.FrameDecoder(limits);
    try {
      for (let at = 0; at < bytes.length; at += 7) {
        // a chunk boundary in the length, and in characters
        decoder.push(bytes.subarray(at, at + 7));
        for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
          const frame = codec.answerFrameSync(protocol.pingAndPi, body, { limits });
          lines.push(frame?.toString('hex') ?? 'no answer');
        }
      }
      decoder.end();
    } catch (error) {
      const { message, picture } = error as codec.BytesError;
      lines.push(message, picture);
    }
    lines.push(codec.formatSegments(codec.explainFrame(bytes)));
  }
  return lines;
};

/** RESP values read, encoded again and explained; the replies as a client gets them. */
export const respBytes: Probe = ({ codec, resp }, texts) => {
  const replies = new resp.ReplyDecoder();
  const lines: string[] = [];
  for (const text of texts) {
    const bytes = codec.encodeFrame(Uint8Array.from(text, (c) => c.charCodeAt(0))).subarray(4);
    lines.push(codec.formatSegments(resp.explainResp(bytes)));
    try {
      const parsed = resp.parseResp(bytes);
      if (parsed !== undefined) lines.push(resp.encodeResp(parsed.value).toString('latin1'));
      replies.push(bytes);
      const shown = JSON.stringify(replies.next(), (_, value: unknown) =>
        typeof value === 'bigint' ? `${value}n` : value,
      );
      lines.push(shown);
    } catch (error) {
      lines.push(String(error));
    }
  }
  return lines;
};

/**
 * @param texts descriptor.proto, a schema with a message `test.M`, then messages as hex
 */
export const protobufBytes: Probe = ({ codec, protobuf }, [descriptor, schema, ...texts]) => {
  const wellKnown = new protobuf.WellKnown((path) =>
    path === 'google/protobuf/descriptor.proto' ? descriptor : undefined,
  );
  const loader = new protobuf.Loader(() => undefined, wellKnown);
  const type = loader.load('test.proto', schema ?? '').message('test.M');
  const fast = new protobuf.MessageCodec(type);
  return texts.flatMap((text) => {
    const bytes = Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));
    const buffer = codec.encodeFrame(bytes).subarray(4);
    const explained = codec.formatSegments(protobuf.explainProtobuf(buffer, type));
    try {
      const message = protobuf.decodeMessage(type, bytes);
      const again = [
        protobuf.encodeMessage(type, message),
        protobuf.encodeMessage(type, fast.decode(bytes)),
        codec.encodeFrame(fast.encode(message)).subarray(4),
      ];
      const shown = JSON.stringify(message, (_, value: unknown) =>
        typeof value === 'bigint' ? `${value}n` : value,
      );
      return [explained, shown, ...again.map((one) => one.toString('hex'))];
    } catch (error) {
      return [explained, String(error)];
    }
  });
};

/**
 * @param texts descriptor.proto, pi.proto, then the bytes of a client's connection as hex
 */
export const grpcBytes: Probe = ({ grpc, codec, protobuf }, [descriptor, proto, ...texts]) => {
  const wellKnown = new protobuf.WellKnown((path) =>
    path === 'google/protobuf/descriptor.proto' ? descriptor : undefined,
  );
  const loader = new protobuf.Loader(() => undefined, wellKnown);
  const { request, response, ping } = grpc.piCodecs(loader.load('pi.proto', proto ?? ''));
  const bodies = [request.encode(1000), response.encode(Math.PI), ping.encode('π')];
  const prefixed = bodies.map((bytes) => grpc.prefix(bytes));
  const messages = new grpc.MessageReader();
  const read = prefixed.flatMap((bytes) => messages.push(bytes));
  const frames = texts.flatMap((text) => {
    const bytes = Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));
    const splitter = new grpc.Http2FrameSplitter(true);
    return splitter
      .push(codec.encodeFrame(bytes).subarray(4))
      .flatMap((frame) => grpc.describeFrame(frame, { read: () => [['header', 'list']] }));
  });
  return [
    ...prefixed.map((bytes) => bytes.toString('hex')),
    ...read.map(({ bytes }) => bytes.toString('hex')),
    ping.decode(bodies[2] ?? new Uint8Array()),
    ...frames,
  ];
};

/** A call and its outcomes in each protocol, framed, and read back from pieces. */
export const thriftBytes: Probe = ({ thrift }) => {
  const outcomes = [
    { value: 3.14159 },
    { value: 'pong π' },
    { illegal: 'n is −1' },
    { failure: 'no method', type: thrift.UNKNOWN_METHOD },
  ];
  return (['binary', 'compact', 'json'] as const).flatMap((protocol) => {
    const call = thrift.writerFor(protocol);
    thrift.writeCalc(call, 1, 1_000);
    const lines = [call.bytes().toString('hex')];
    const stream = new thrift.MessageStream(protocol, 'framed', 1_024);
    for (const outcome of outcomes) {
      const writer = thrift.writerFor(protocol);
      thrift.writeOutcome(writer, 'calc', 2, outcome);
      const framed = thrift.envelope(writer.bytes(), 'framed');
      lines.push(framed.toString('hex'));
      for (let at = 0; at < framed.length; at += 3) {
        stream.push(framed.subarray(at, at + 3), (reader) => {
          const { type } = reader.message();
          lines.push(JSON.stringify(thrift.readOutcome(reader, type)));
        });
      }
    }
    return lines;
  });
};
