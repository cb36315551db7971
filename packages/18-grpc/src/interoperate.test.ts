// Each client with each server: the library's and the one by hand.

import { once } from 'node:events';
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { credentials, status, type ServiceError } from '@grpc/grpc-js';
import { estimatePi, RpcError } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-command';
import { HandMadeClient } from './by-hand/client';
import { CALC, CALC_EACH, PING } from './by-hand/methods';
import { PiClient } from './client';
import { PiCalculatorClient } from './generated/pi';
import { contextWith, SERVERS } from './testing/context';

/** What both clients can do, in the same words. */
interface AnyClient {
  calc(n: number, timeoutMs?: number): Promise<number>;
  /** Sends them all, and gives what comes. */
  each(numbers: readonly number[]): Promise<number[]>;
  ping(text: string): Promise<string>;
  close(): Promise<void>;
}

function library(port: number): AnyClient {
  const client = new PiClient(`127.0.0.1:${port}`, undefined, { 'grpc.service_config': '{}' });
  return {
    calc: (n, timeoutMs) => client.calc(n, timeoutMs),
    each: async (numbers) => {
      const call = client.raw.calcEach();
      for (const n of numbers) call.write({ n });
      call.end();
      const values: number[] = [];
      for await (const { value } of call as AsyncIterable<{ value: number }>) values.push(value);
      return values;
    },
    ping: (text) =>
      new Promise((resolve, reject) => {
        client.raw.ping({ text }, (error, response) => {
          if (error === null) resolve(response.text);
          else reject(error);
        });
      }),
    close: async () => client.close(),
  };
}

function byHand(port: number): AnyClient {
  const client = new HandMadeClient(`http://127.0.0.1:${port}`);
  return {
    calc: (n, timeoutMs) => client.unary(CALC, n, timeoutMs),
    each: async (numbers) => {
      const values: number[] = [];
      for await (const value of client.stream(CALC_EACH, numbers)) values.push(value);
      return values;
    },
    ping: (text) => client.unary(PING, text),
    close: () => client.close(),
  };
}

const CLIENTS: Readonly<Record<string, (port: number) => AnyClient>> = {
  'the library': library,
  'the one by hand': byHand,
};
const PAIRS = Object.keys(CLIENTS).flatMap((client) =>
  Object.keys(SERVERS).map((server) => [client, server] as const),
);

describe.each(PAIRS)('client: %s, server: %s', (clientName, serverName) => {
  let server: RunningServer;
  let client: AnyClient;

  beforeEach(async () => {
    const start = SERVERS[serverName];
    const connect = CLIENTS[clientName];
    if (start === undefined || connect === undefined) throw new Error('no such pair');
    server = await start(contextWith());
    client = connect(server.address.port);
  });

  afterEach(async () => {
    await client.close();
    await server.stop();
  });

  test('one request, one response', async () => {
    expect(await client.calc(1_000)).toBe(estimatePi(1_000));
  });

  test('a response to each request', async () => {
    const numbers = Array.from({ length: 50 }, (_, i) => i + 1);
    expect(await client.each(numbers)).toEqual(numbers.map((n) => estimatePi(n)));
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

  test('a text that is not ASCII arrives as it was, in an error too', async () => {
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

  test('a method that is not there is UNIMPLEMENTED', async () => {
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
    ['the client’s own clock', { ...CALC_EACH, path: '/pi.PiCalculator/CalcEach' }],
    ['a method that is not there', { ...CALC_EACH, path: '/pi.PiCalculator/None' }],
  ])('a call whose time is over ends: %s', async (_name, method) => {
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

  test('the server ends a call whose time is over, also when the client does not', async () => {
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

  test('calls in flight end when it is stopped, and no new one begins', async () => {
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

  test('one that does not end is cut when the grace is over', async () => {
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

test('an error of the library is ours, and one of ours the library’s', async () => {
  const server = await SERVERS['the library']!(contextWith());
  const client = new PiClient(`127.0.0.1:${server.address.port}`);
  const error = await client.calc(-1).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RpcError);
  expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', message: 'n must be above 0, got -1' });
  client.close();
  await server.stop();
});
