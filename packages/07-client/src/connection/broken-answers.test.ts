// Responses that break the protocol, and calls that cannot be sent. Each call must end
// with a CallError, and its trace must end once.

import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { encodeFrame } from '@bytes-up/codec';
import { parseRequest, RpcError, type Json } from '@bytes-up/protocol';
import { BlockingClient, CallError, Client, type CallEnd, type ClientOptions } from '..';
import { echo, FakeServer, freePort, send, type Behaviour } from '../testing/fake-server';

let server: FakeServer;
let client: Client;
let traced: CallEnd[];

async function clientOf(behave: Behaviour, options: ClientOptions = {}): Promise<Client> {
  server = await FakeServer.start(behave);
  traced = [];
  const hooks = { onEnd: (end: CallEnd) => traced.push(end) };
  client = new Client(server.address, { retries: { baseMs: 1, maxMs: 2 }, hooks, ...options });
  return client;
}

afterEach(async () => {
  await client.close();
  await server.stop();
});

async function failureOf(call: Promise<unknown>): Promise<CallError> {
  const error: unknown = await call.then(
    () => 'answered',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CallError);
  return error as CallError;
}

const TRANSPORTS: readonly (readonly [name: string, options: ClientOptions])[] = [
  ['one connection', {}],
  ['one connection without ids', { connection: { matching: 'in order' } }],
  ['a pool', { pool: { max: 1 } }],
];

const result = { code: 'UNAVAILABLE', message: 'no', retryable: true };

/** A response without its id, and the error for it. */
const BROKEN: readonly (readonly [answer: object, says: string])[] = [
  [{ out: 'error' }, '"result" must be a JSON value, got nothing'],
  [{}, '"out" must be a string, got nothing'],
  [{ out: 'pong' }, '"result" must be a JSON value, got nothing'],
  [{ out: 'pong', result: 1, took: 5 }, 'an answer has no member "took"'],
  [{ out: 'error', result: 'no' }, 'the "result" of an error must be an object, got a string'],
  [{ out: 'error', result: { ...result, code: 'SURPRISE' } }, '"code" must be one of'],
  [{ out: 'error', result: { ...result, retryable: 1 } }, '"retryable" must be a boolean'],
];

describe.each(TRANSPORTS)('an answer that breaks the protocol, %s', (_name, transport) => {
  test.each(BROKEN)('%j fails its call, and no other', async (answer, says) => {
    const behave: Behaviour = ({ request, socket }) => {
      if (request.params === 'break') send(socket, { ...answer, id: request.id });
      else send(socket, { out: 'pong', result: request.params, id: request.id });
    };
    await clientOf(behave, transport);
    const broken = failureOf(client.call('ping', 'break', { idempotent: true }));
    const good = client.call('ping', 'good');
    const error = await broken;
    expect(error).toMatchObject({ code: 'INTERNAL', attempts: 1 });
    expect(error).toMatchObject({ mayHaveRun: true, retryable: false });
    expect(error.message).toContain(`the answer breaks the protocol: ${says}`);
    expect(await good).toBe('good');
    expect(traced.map(({ code }) => code).sort()).toEqual(['INTERNAL', undefined]);
  });
});

test.each<[name: string, answer: object]>([
  ['no id', { out: 'pong', result: 1 }],
  ['null for an id', { out: 'pong', result: 1, id: null }],
  ['half a number for an id', { out: 'pong', result: 1, id: 1.5 }],
])('an answer with %s belongs to no call: it ends the connection', async (_name, answer) => {
  await clientOf(({ socket }) => send(socket, answer));
  const errors = await Promise.all([1, 2].map((n) => failureOf(client.call('ping', n))));
  for (const error of errors) {
    expect(error).toMatchObject({ code: 'UNAVAILABLE', mayHaveRun: true });
    expect(error.message).toContain(`response without an id: ${JSON.stringify(answer)}`);
  }
  expect(traced).toHaveLength(2);
});

/** An object that throws when it is read. */
const bomb = (): never => {
  throw new Error('boom');
};

describe.each(TRANSPORTS)('what cannot be sent, %s', (_name, transport) => {
  test.each<[name: string, params: () => unknown]>([
    [
      'a getter that throws',
      () => ({
        get x() {
          return bomb();
        },
      }),
    ],
    ['an object that does not say its members', () => new Proxy({}, { ownKeys: bomb })],
    ['an object that has no prototype to tell', () => [new Proxy({}, { getPrototypeOf: bomb })]],
  ])('%s', async (_what, params) => {
    await clientOf(echo, transport);
    const error = await failureOf(client.call('ping', params() as Json, { idempotent: true }));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', attempts: 1, mayHaveRun: false });
    expect(error.cause).toMatchObject({ cause: { message: 'boom' } });
    expect(await failureOf(client.notify('log', params() as Json))).toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    expect(traced.map(({ code }) => code)).toEqual(['INVALID_ARGUMENT']);
    expect(await client.call('ping', 'still there')).toBe('still there');
  });

  test.each([70_000, -1, NaN, 1.5])('to port %p', async (port) => {
    await clientOf(echo, transport);
    const ends: unknown[] = [];
    const hooks = { onEnd: ({ code }: CallEnd) => ends.push(code) };
    const lost = new Client({ host: '127.0.0.1', port }, { ...transport, hooks });
    expect(await failureOf(lost.call('ping'))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      attempts: 1,
      mayHaveRun: false,
    });
    expect(await failureOf(lost.notify('ping'))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(ends).toEqual(['INVALID_ARGUMENT']);
    await lost.close();
  });

  test('whatever else goes wrong', async () => {
    await clientOf(echo, transport);
    const signal = { aborted: false } as AbortSignal; // listening to it throws
    expect(await failureOf(client.call('ping', 1, { signal }))).toMatchObject({ code: 'INTERNAL' });
    expect(traced.map(({ code }) => code)).toEqual(['INTERNAL']);
  });
});

describe.each(TRANSPORTS)('the time of a call, %s', (_name, transport) => {
  test.each<[timeoutMs: unknown]>([[NaN], ['100'], [null]])('%p is refused', async (timeoutMs) => {
    await clientOf(echo, transport);
    const options = { timeoutMs: timeoutMs as number };
    const error = await failureOf(client.call('ping', 1, options));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', mayHaveRun: false });
    expect(error.message).toContain(
      `timeoutMs must be a number of milliseconds, got ${String(timeoutMs)}`,
    );
    expect(await failureOf(client.notify('log', 1, options))).toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    expect(traced).toHaveLength(1);
    expect(server.requests).toEqual([]);
  });

  test.each<[timeoutMs: number, sent: number | undefined]>([
    [0.25, 1],
    [1e12, 1e12],
    [2 ** 53, Number.MAX_SAFE_INTEGER],
    [Number.MAX_VALUE, Number.MAX_SAFE_INTEGER],
    [Infinity, undefined],
  ])('%p is sent as %p, which a server takes', async (timeoutMs, sent) => {
    await clientOf(echo, transport);
    await client.call('first');
    // The clock is stopped, so that all of the time is left.
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    try {
      expect(await client.call('ping', 1, { timeoutMs })).toBe(1);
    } finally {
      jest.useRealTimers();
    }
    expect(parseRequest(server.requests[1]).timeout_ms).toBe(sent);
  });

  test.each([0, -1, -Infinity])('%p is over before the call', async (timeoutMs) => {
    await clientOf(echo, transport);
    expect(await failureOf(client.call('ping', 1, { timeoutMs }))).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      mayHaveRun: false,
    });
    expect(server.requests).toEqual([]);
  });

  test('NaN for every call is refused at each', async () => {
    await clientOf(echo, { ...transport, timeoutMs: NaN });
    expect(await failureOf(client.call('ping'))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(await client.call('ping', 1, { timeoutMs: 10_000 })).toBe(1);
  });
});

/** Options that the types do not allow, as a program without types may have them. */
function wrongly(part: keyof ClientOptions, name: string, value: unknown): ClientOptions {
  return { [part]: { [name]: value } };
}

test.each<[options: ClientOptions, says: string]>([
  [{ retries: { attempts: NaN } }, 'attempts must be a number from 0, got NaN'],
  [{ pool: { waitMs: -1 } }, 'waitMs must be a number from 0, got -1'],
  [{ connection: { heartbeatMs: NaN } }, 'heartbeatMs must be a number from 0, got NaN'],
  [wrongly('connection', 'maxInFlight', '10'), 'maxInFlight must be a number from 0, got 10'],
  [wrongly('pool', 'max', null), 'max must be a number from 0, got null'],
  [wrongly('retries', 'budget', 'all'), 'budget must be a number from 0, got all'],
  [{ pool: { min: Infinity, max: Infinity } }, 'min must be a number from 0 to max, got Infinity'],
  [{ pool: { min: 2 ** 53 } }, 'min must be a number from 0 to max, got 9007199254740992'],
  [
    { connection: { maxFrameBytes: 2 ** 53 } },
    'maxFrameBytes must be from 1 to 4294967295, got 9007199254740992',
  ],
])('options that are not numbers are rejected: %j', async (options, says) => {
  await clientOf(echo);
  expect(() => new Client(server.address, options)).toThrow(new RangeError(says));
});

test('an option that is undefined has its default', async () => {
  const options = wrongly('connection', 'maxInFlight', undefined);
  await clientOf(() => undefined, { ...options, timeoutMs: Infinity });
  const calls = Array.from({ length: 1_025 }, (_, n) => failureOf(client.call('ping', n)));
  expect(await calls.at(-1)).toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  await server.stop();
  await Promise.all(calls);
});

describe('the booklet’s client', () => {
  test('that cannot connect leaves no descriptor behind', async () => {
    await clientOf(echo);
    const descriptors = (): number => readdirSync('/proc/self/fd').length;
    const address = { host: '127.0.0.1', port: await freePort() };
    const before = descriptors();
    for (let n = 0; n < 50; n++) expect(() => new BlockingClient(address)).toThrow('ECONNREFUSED');
    expect(descriptors()).toBeLessThan(before + 50);
  });

  /**
   * Connects to a server that answers before the request, because this thread blocks
   * during the call and could not run the server.
   */
  async function withAnswer(
    act: (socket: Socket) => unknown,
    run: (client: BlockingClient) => void,
  ) {
    const peer = createServer();
    peer.listen(0, '127.0.0.1');
    await once(peer, 'listening');
    const { port } = peer.address() as AddressInfo;
    const blocking = new BlockingClient({ host: '127.0.0.1', port });
    const [socket] = (await once(peer, 'connection')) as [Socket];
    socket.on('error', () => undefined);
    await act(socket); // the kernel has it: from now on this thread blocks
    try {
      run(blocking);
    } finally {
      blocking.close();
      socket.destroy();
      peer.close();
    }
  }

  test.each(BROKEN)('%j is not an answer', async (answer, says) => {
    await clientOf(echo);
    await withAnswer(
      (socket) => {
        const frame = encodeFrame(JSON.stringify(answer));
        return new Promise((resolve) => socket.write(Buffer.concat([frame, frame]), resolve));
      },
      (blocking) => {
        expect(() => blocking.call('ping', 1)).toThrow(RpcError);
        expect(() => blocking.call('ping', 1)).toThrow(`the answer breaks the protocol: ${says}`);
      },
    );
  });

  test('the end of the stream is not an answer either', async () => {
    await clientOf(echo);
    await withAnswer(
      (socket) => once(socket.end(), 'finish'),
      (blocking) => {
        expect(() => blocking.call('ping', 1)).toThrow('connection closed by the server');
      },
    );
  });
});
