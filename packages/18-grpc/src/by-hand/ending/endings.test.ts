// A call of the client by hand ends once, and with gRPC's code, even if the other side is
// a proxy, is broken or is gone.

import type { ServerHttp2Stream } from 'node:http2';
import { ANSWER, failureOf, GRPC, succeed } from '../../testing/calls';
import { frame, frameStub, http2Stub, words, type Stub } from '../../testing/stub-server';
import { HandMadeClient } from '../client';
import type { GrpcCode } from './grpc-error';
import { prefix } from '../message/message-prefix';
import { CALC, CALC_EACH } from '../methods';

let stub: Stub;
let client: HandMadeClient;

async function begin(starting: Promise<Stub>): Promise<void> {
  stub = await starting;
  client = new HandMadeClient(stub.url);
}

afterEach(async () => {
  await client.close();
  await stub.stop();
});

describe('an HTTP response, as a proxy sends it', () => {
  test.each<[number, GrpcCode]>([
    [400, 'INTERNAL'],
    [401, 'UNAUTHENTICATED'],
    [403, 'PERMISSION_DENIED'],
    [404, 'UNIMPLEMENTED'],
    [429, 'UNAVAILABLE'],
    [431, 'INTERNAL'],
    [502, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
    [504, 'UNAVAILABLE'],
    // and neighbours of each
    [204, 'UNKNOWN'],
    [301, 'UNKNOWN'],
    [402, 'UNKNOWN'],
    [405, 'UNKNOWN'],
    [415, 'UNKNOWN'],
    [428, 'UNKNOWN'],
    [430, 'UNKNOWN'],
    [432, 'UNKNOWN'],
    [500, 'UNKNOWN'],
    [501, 'UNKNOWN'],
    [505, 'UNKNOWN'],
  ])('HTTP status %d is %s, whatever its body is', async (status, code) => {
    await begin(
      http2Stub((stream) => {
        stream.respond({ ':status': status, 'content-type': 'text/html' });
        stream.end(status === 204 ? undefined : `<html>${'x'.repeat(100_000)}</html>`);
      }),
    );
    expect(await failureOf(client.unary(CALC, 1))).toMatchObject({
      code,
      message: `HTTP status ${status}`,
    });
  });

  test('a page with status 200 is UNKNOWN', async () => {
    await begin(
      http2Stub((stream) => {
        stream.respond({ ':status': 200, 'content-type': 'text/html' });
        stream.end('<html>');
      }),
    );
    const error = await failureOf(client.unary(CALC, 1));
    expect(error).toMatchObject({ code: 'UNKNOWN', message: 'content-type text/html' });
  });

  test('a grpc-status takes precedence', async () => {
    await begin(
      http2Stub((stream) => {
        stream.respond({ ':status': 503, 'grpc-status': '5', 'grpc-message': 'none' });
        stream.end();
      }),
    );
    const error = await failureOf(client.unary(CALC, 1));
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'none' });
  });
});

describe('RST_STREAM', () => {
  test.each<[number, string, GrpcCode]>([
    [0, 'NO_ERROR', 'INTERNAL'],
    [1, 'PROTOCOL_ERROR', 'INTERNAL'],
    [2, 'INTERNAL_ERROR', 'INTERNAL'],
    [3, 'FLOW_CONTROL_ERROR', 'INTERNAL'],
    [4, 'SETTINGS_TIMEOUT', 'INTERNAL'],
    [5, 'STREAM_CLOSED', 'UNKNOWN'],
    [6, 'FRAME_SIZE_ERROR', 'INTERNAL'],
    [7, 'REFUSED_STREAM', 'UNAVAILABLE'],
    [8, 'CANCEL', 'CANCELLED'],
    [9, 'COMPRESSION_ERROR', 'INTERNAL'],
    [10, 'CONNECT_ERROR', 'INTERNAL'],
    [11, 'ENHANCE_YOUR_CALM', 'RESOURCE_EXHAUSTED'],
    [12, 'INADEQUATE_SECURITY', 'PERMISSION_DENIED'],
    [13, 'HTTP_1_1_REQUIRED', 'UNKNOWN'],
    [14, 'error 14', 'UNKNOWN'],
    [0xffff_ffff, 'error 4294967295', 'UNKNOWN'],
  ])('%d, %s, is %s', async (reset, name, code) => {
    await begin(frameStub((stream) => frame('RST_STREAM', stream, words(reset))));
    const error = await failureOf(client.unary(CALC, 1));
    expect(error).toMatchObject({
      code,
      message: reset === 0 ? 'stream ended without trailers' : `RST_STREAM: ${name}`,
    });
    expect(stub.connections()).toBe(1);
  });
});

test.each<[number, GrpcCode]>([
  [7, 'UNAVAILABLE'],
  [8, 'CANCELLED'],
  [11, 'RESOURCE_EXHAUSTED'],
])('RST_STREAM %d after a response is %s, too', async (reset, code) => {
  let stream: ServerHttp2Stream | undefined;
  await begin(
    http2Stub((came) => {
      stream = came;
      came.respond(GRPC, { waitForTrailers: true });
      came.write(ANSWER);
    }),
  );
  const answers = client.stream(CALC_EACH, [1]);
  expect(await answers.next()).toEqual({ done: false, value: 3 });
  stream?.close(reset);
  expect(await failureOf(answers.next())).toMatchObject({ code });
});

test.each<[string, GrpcCode, (stream: ServerHttp2Stream) => void, number]>([
  ['a reset', 'CANCELLED', (stream) => stream.close(8), Infinity],
  ['a refusal', 'UNAVAILABLE', (stream) => stream.close(7), Infinity],
  ['a lost connection', 'UNAVAILABLE', () => stub.cut(), Infinity],
  ['its deadline', 'DEADLINE_EXCEEDED', () => undefined, 50],
])('%s in the middle of a message is %s', async (_what, code, end, timeoutMs) => {
  await begin(
    http2Stub((stream) => {
      stream.respond(GRPC, { waitForTrailers: true });
      stream.write(ANSWER.subarray(0, 9));
      stream.session?.ping(() => end(stream)); // by then they have arrived
    }),
  );
  expect(await failureOf(client.unary(CALC, 1, timeoutMs))).toMatchObject({ code });
});

describe('an invalid response', () => {
  const answered =
    (body: Buffer, trailers?: Record<string, string>) => (stream: ServerHttp2Stream) => {
      stream.respond(GRPC, { waitForTrailers: trailers !== undefined });
      if (trailers !== undefined) stream.on('wantTrailers', () => stream.sendTrailers(trailers));
      stream.end(body);
    };
  const OK = { 'grpc-status': '0' };

  test.each<[string, (stream: ServerHttp2Stream) => void, GrpcCode, string]>([
    ['no trailers', answered(ANSWER), 'INTERNAL', 'stream ended without trailers'],
    [
      'no body and no trailers',
      answered(Buffer.alloc(0)),
      'INTERNAL',
      'stream ended without trailers',
    ],
    [
      'only headers',
      (stream) => stream.respond(GRPC, { endStream: true }),
      'UNKNOWN',
      'no grpc-status',
    ],
    ['trailers without a status', answered(ANSWER, { a: 'b' }), 'UNKNOWN', 'no grpc-status'],
    ['an invalid status', answered(ANSWER, { 'grpc-status': 'x' }), 'UNKNOWN', 'grpc-status "x": '],
    [
      'bytes that are not a message',
      answered(prefix(Buffer.from('0901', 'hex')), OK),
      'INTERNAL',
      expect.stringMatching(/^a message of 2 bytes cannot be decoded: /) as string,
    ],
    [
      'half a message',
      answered(ANSWER.subarray(0, 9), OK),
      'INTERNAL',
      'stream ended inside a message, after 9 bytes',
    ],
    [
      'an unknown flag',
      answered(Buffer.from('020000000000', 'hex'), OK),
      'INTERNAL',
      'compressed flag 2 is neither 0 nor 1',
    ],
    [
      'a compressed message without an encoding',
      answered(prefix(ANSWER, true), OK),
      'INTERNAL',
      'compressed message without grpc-encoding',
    ],
    [
      'a message that is too long',
      answered(Buffer.from('00ffffffff', 'hex'), OK),
      'RESOURCE_EXHAUSTED',
      'message length 4294967295 exceeds 4194304',
    ],
    [
      'no answer',
      answered(Buffer.alloc(0), OK),
      'UNIMPLEMENTED',
      'no answer to a call that has one',
    ],
    [
      'two answers',
      answered(Buffer.concat([ANSWER, ANSWER]), OK),
      'UNIMPLEMENTED',
      'a second answer to a call that has one',
    ],
  ])('a response with %s', async (_name, answer, code, message) => {
    await begin(http2Stub(answer));
    expect(await failureOf(client.unary(CALC, 1))).toMatchObject({ code, message });
  });
});

describe('a call ends once', () => {
  test('the iterator of requests is closed when the server takes no more', async () => {
    const ended = jest.fn();
    async function* requests(): AsyncGenerator<number> {
      try {
        for (;;) yield 1;
      } finally {
        ended();
      }
    }
    await begin(
      http2Stub((stream) =>
        stream.respond({ ...GRPC, 'grpc-status': '8', 'grpc-message': 'no' }, { endStream: true }),
      ),
    );
    const error = await failureOf(client.collect(CALC, requests()));
    expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', message: 'no' });
    await client.close(); // the stream has closed
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toHaveBeenCalledTimes(1);
  });

  test('requests that fail after the call has succeeded do not lose its responses', async () => {
    let fail: (error: Error) => void = () => undefined;
    async function* requests(): AsyncGenerator<number> {
      yield 1;
      await new Promise((_resolve, reject) => (fail = reject));
    }
    await begin(
      http2Stub((stream) => {
        succeed(stream, Buffer.concat(Array<Buffer>(3_000).fill(ANSWER)));
      }),
    );
    let count = 0;
    for await (const answer of client.stream(CALC_EACH, requests())) {
      count += answer / 3;
      if (count !== 1) continue;
      await client.unary(CALC, 1).catch(() => undefined); // comes after all others
      fail(new Error('too late'));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(count).toBe(3_000);
  });

  test('requests that fail end the call, with their error as the cause', async () => {
    const cause = new Error('no more');
    // eslint-disable-next-line require-yield -- it fails first
    async function* requests(): AsyncGenerator<number> {
      throw cause;
    }
    await begin(http2Stub(() => undefined));
    const error = await failureOf(client.collect(CALC, requests()));
    expect(error).toMatchObject({
      code: 'CANCELLED',
      message: 'the requests failed: Error: no more',
      cause,
    });
  });
});
