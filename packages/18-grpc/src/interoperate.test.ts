// Each client with each server: the library's and the one by hand.

import { once } from 'node:events';
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { credentials, status, type ServiceError } from '@grpc/grpc-js';
import { estimatePi } from '@bytes-up/protocol';
import { BOOKLET_CALC } from './booklet/booklet-calc';
import { GrpcError } from './by-hand/ending/grpc-error';
import type { RunningServer } from '@bytes-up/server-kit';
import { Recorder } from '@bytes-up/why-rpc';
import { HandMadeClient } from './by-hand/client';
import type { Encoding } from './by-hand/message/compression';
import { CALC, CALC_EACH, PING } from './by-hand/methods';
import { PiClient } from './client';
import { PiCalculatorClient } from './generated/pi';
import { all, CLIENTS, type AnyClient } from './testing/clients';
import { SERVERS } from './local-server';
import { contextWith } from './testing/context';
import { Transcript } from './transcript/transcript';

const ENCODINGS: readonly Encoding[] = ['identity', 'gzip'];
const PAIRS = Object.keys(CLIENTS).flatMap((client) =>
  Object.keys(SERVERS).flatMap((server) =>
    ENCODINGS.map((encoding) => [client, server, encoding] as const),
  ),
);

describe.each(PAIRS)('client: %s, server: %s, %s', (clientName, serverName, encoding) => {
  let server: RunningServer;
  let recorder: Recorder;
  let client: AnyClient;

  beforeEach(async () => {
    const start = SERVERS[serverName];
    const connect = CLIENTS[clientName];
    if (start === undefined || connect === undefined) throw new Error('no such pair');
    server = await start(contextWith());
    recorder = new Recorder(server.address.port);
    client = connect(await recorder.listen(), encoding);
  });

  afterEach(async () => {
    await client.close();
    await recorder.close();
    await server.stop();
  });

  test('one request, one response', async () => {
    expect(await client.calc(1_000)).toBe(estimatePi(1_000));
  });

  test('a response to each request', async () => {
    const numbers = Array.from({ length: 50 }, (_, i) => i + 1);
    expect(await client.each(numbers)).toEqual(numbers.map((n) => estimatePi(n)));
  });

  test('one request, many responses, which approach π', async () => {
    const terms = [1, 2, 4, 8, 16, 32, 64, 100];
    expect(await client.approach(100)).toEqual(terms.map((n) => estimatePi(n)));
  });

  test('many requests, one response', async () => {
    expect(await client.mean([1, 2])).toBe((estimatePi(1) + estimatePi(2)) / 2);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['one request, many responses', () => client.approach(0)],
    ['many requests, one response', () => client.mean([1, 0, 2])],
    ['a response to each request', () => client.each([1, 0, 2])],
  ])('%s: an error ends the call, and the connection still works', async (_kind, call) => {
    await expect(call()).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'n must be above 0, got 0',
    });
    expect(await client.calc(1)).toBe(estimatePi(1));
  });

  test('the mean of no requests is INVALID_ARGUMENT', async () => {
    await expect(client.mean([])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('requests are compressed as configured, and responses too if the server can', async () => {
    const text = 'x'.repeat(10_000);
    expect(await client.ping(text)).toBe(text);
    const { toServer, toClient } = recorder.take();
    const isCompressed = (isClient: boolean, bytes: Buffer): boolean =>
      new Transcript(isClient).read(bytes).some((line) => line.includes('a compressed message'));
    expect(isCompressed(true, toServer)).toBe(encoding === 'gzip');
    expect(isCompressed(false, toClient)).toBe(
      encoding === 'gzip' && serverName === 'the one by hand', // grpc-js's cannot
    );
  });

  test('a stream without a request has no response', async () => {
    expect(await client.each([])).toEqual([]);
  });

  test.each([0, 1, 16_000, 100_000, 1_000_000])('a message of %d bytes', async (length) => {
    const text = 'x'.repeat(length);
    expect(await client.ping(text)).toBe(text);
  });

  test.each([0, -1, 10_000_001])('n = %d is INVALID_ARGUMENT', async (n) => {
    await expect(client.calc(n)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(await client.calc(1)).toBe(estimatePi(1)); // and nothing is broken
  });

  test('text outside ASCII arrives unchanged, in an error too', async () => {
    expect(await client.ping('π ≈ 3.14 %')).toBe('π ≈ 3.14 %');
  });

  test('many calls at once on one connection', async () => {
    const numbers = Array.from({ length: 100 }, (_, i) => i + 1);
    const values = await Promise.all(numbers.map((n) => client.calc(n)));
    expect(values).toEqual(numbers.map((n) => estimatePi(n)));
  });
});

describe.each(Object.keys(SERVERS))('server: %s', (serverName) => {
  let server: RunningServer;

  const begin = async (context = contextWith()): Promise<number> => {
    server = await SERVERS[serverName]!(context);
    return server.address.port;
  };

  afterEach(() => server.stop());

  test('an unknown method is UNIMPLEMENTED', async () => {
    const client = new HandMadeClient(`http://127.0.0.1:${await begin()}`);
    const none = { ...CALC, path: '/pi.PiCalculator/None' };
    await expect(client.unary(none, 1)).rejects.toMatchObject({ code: 'UNIMPLEMENTED' });
    await client.close();
  });

  test('a message above the limit is RESOURCE_EXHAUSTED, and the next call is answered', async () => {
    const client = new HandMadeClient(
      `http://127.0.0.1:${await begin(contextWith({ maxFrameBytes: 1_000 }))}`,
    );
    await expect(client.unary(PING, 'x'.repeat(2_000))).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
    });
    expect(await client.unary(PING, 'x')).toBe('x');
    await client.close();
  });

  test.each([
    ['the client’s own clock', CALC_EACH],
    ['an unknown method', { ...CALC_EACH, path: '/pi.PiCalculator/None' }],
  ])('a call ends at its deadline: %s', async (_name, method) => {
    const client = new HandMadeClient(`http://127.0.0.1:${await begin()}`);
    async function* never(): AsyncGenerator<number> {
      yield 1;
      await new Promise(() => undefined);
    }
    const values: number[] = [];
    const call = async (): Promise<void> => {
      for await (const value of client.stream(method, never(), 100)) values.push(value);
    };
    const code = method.path.endsWith('None') ? 'UNIMPLEMENTED' : 'DEADLINE_EXCEEDED';
    await expect(call()).rejects.toMatchObject({ code });
    expect(values).toHaveLength(code === 'UNIMPLEMENTED' ? 0 : 1);
    await client.close();
  });

  test('the server ends a call at its deadline, even if the client does not', async () => {
    const session = connectHttp2(`http://127.0.0.1:${await begin()}`);
    const stream = session.request({
      ':method': 'POST',
      ':path': CALC_EACH.path,
      'content-type': 'application/grpc',
      te: 'trailers',
      'grpc-timeout': '50m',
    });
    let end = '';
    const note = (fields: IncomingHttpHeaders): void => {
      end = String(fields['grpc-status'] ?? end);
    };
    stream
      .on('response', note)
      .on('trailers', note)
      .on('error', () => undefined)
      .resume();
    await once(stream, 'end');
    expect(end).toBe(String(status.DEADLINE_EXCEEDED));
    session.destroy(); // our half of the stream is still open
  });

  test('after a stop, calls in flight finish, and no new one starts', async () => {
    const client = new PiClient(`127.0.0.1:${await begin()}`, credentials.createInsecure(), {
      'grpc.service_config': '{}',
    });
    const call = client.raw.calcEach();
    const values: number[] = [];
    const ended = new Promise((resolve) => call.on('end', resolve));
    const first = new Promise((resolve) => call.once('data', resolve));
    call.on('data', ({ value }: { value: number }) => values.push(value));
    call.write({ n: 1 });
    await first;
    const stopped = server.stop();
    call.write({ n: 2 });
    call.end();
    await Promise.all([ended, stopped]);
    expect(values).toEqual([estimatePi(1), estimatePi(2)]);
    client.close();
  });

  test('a call that does not end is cut when the grace period expires', async () => {
    const client = new PiCalculatorClient(
      `127.0.0.1:${await begin(contextWith({ graceMs: 100 }))}`,
      credentials.createInsecure(),
    );
    const call = client.calcEach();
    const failed = new Promise<ServiceError>((resolve) => call.on('error', resolve));
    const first = new Promise((resolve) => call.once('data', resolve));
    call.write({ n: 1 });
    await first;
    await server.stop();
    expect([status.UNAVAILABLE, status.CANCELLED, status.INTERNAL]).toContain((await failed).code);
    client.close();
  });
});

describe.each(Object.keys(SERVERS))('the booklet’s streaming client, with %s', (serverName) => {
  let server: RunningServer;
  let client: HandMadeClient;

  const begin = async (streamingCalc: boolean): Promise<void> => {
    server = await SERVERS[serverName]!({ ...contextWith(), streamingCalc });
    client = new HandMadeClient(`http://127.0.0.1:${server.address.port}`);
  };

  afterEach(async () => {
    await client.close();
    await server.stop();
  });

  test('is answered by --calc stream, request by request', async () => {
    await begin(true);
    const numbers = Array.from({ length: 999 }, (_, i) => i + 1);
    const answers = await all(client.stream(BOOKLET_CALC, numbers));
    expect(answers).toEqual(numbers.map((n) => ({ n, value: estimatePi(n) })));
    await expect(all(client.stream(BOOKLET_CALC, [1, 0]))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  test('the unary Calc has no value in the fields that it reads: 0, and n is 0', async () => {
    await begin(false);
    expect(await all(client.stream(BOOKLET_CALC, [1]))).toMatchObject([{ n: 0, value: 0 }]);
  });

  test('the unary Calc takes one request: a second one is UNIMPLEMENTED', async () => {
    await begin(false);
    await expect(all(client.stream(BOOKLET_CALC, [1, 2]))).rejects.toMatchObject({
      code: 'UNIMPLEMENTED',
    });
  });
});

test('errors are converted between the library’s and ours, in both directions', async () => {
  const server = await SERVERS['the library']!(contextWith());
  const client = new PiClient(`127.0.0.1:${server.address.port}`);
  const error = await client.calc(-1).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GrpcError);
  expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', message: 'n must be above 0, got -1' });
  client.close();
  await server.stop();
});
