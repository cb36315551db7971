import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { CallError, CHANNELS, Client, type CallEnd, type ClientOptions } from '.';
import { echo, freePort, FakeServer, send, type Behaviour, type Came } from './testing/fake-server';

let server: FakeServer;
const clients: Client[] = [];

async function clientOf(behave: Behaviour = echo, options: ClientOptions = {}): Promise<Client> {
  server = await FakeServer.start(behave);
  const client = new Client(server.address, options);
  clients.push(client);
  return client;
}

afterEach(async () => {
  const closing = clients.splice(0).map((client) => client.close());
  await server.stop();
  await Promise.all(closing);
});

async function failureOf(call: Promise<unknown>): Promise<CallError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CallError);
  return error as CallError;
}

const refuse =
  (code: string, retryable: boolean): Behaviour =>
  ({ request, socket }) =>
    send(socket, { out: 'error', result: { code, message: 'no', retryable }, id: request.id });

/** A message after its length. */
const frameBytes = (message: unknown): number => 4 + Buffer.byteLength(JSON.stringify(message));

const QUICK = { retries: { baseMs: 1, maxMs: 2 } };

describe.each([
  ['one connection', {}],
  ['a pool', { pool: { max: 4 } }],
])('over %s', (_name, transport: ClientOptions) => {
  test('calls get their results, many at once', async () => {
    const client = await clientOf(echo, transport);
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, n) => client.call('ping', n)),
    );
    expect(results).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(server.connections).toBeLessThanOrEqual(4);
  });

  test('a connection that was lost between two calls is opened again', async () => {
    const client = await clientOf(echo, { ...transport, ...QUICK });
    await client.call('ping', 1);
    server.cut();
    while (server.open > 0) await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(await client.call('ping', 2, { idempotent: true })).toBe(2);
    expect(server.connections).toBe(2);
  });

  test('a one-way call', async () => {
    const client = await clientOf(echo, transport);
    await client.notify('log', 'hello');
    await client.call('ping');
    expect(server.requests[0]).toMatchObject({ in: 'log', params: 'hello', oneway: true });
  });

  test('a one-way call whose caller is gone, or whose time is over, is not sent', async () => {
    const client = await clientOf(echo, transport);
    await client.call('ping', 'connect');
    await expect(client.notify('log', 1, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
      mayHaveRun: false,
    });
    for (const timeoutMs of [0, -1])
      await expect(client.notify('log', 1, { timeoutMs })).rejects.toMatchObject({
        code: 'DEADLINE_EXCEEDED',
        mayHaveRun: false,
      });
    await client.call('ping', 'last');
    expect(server.requests.map(({ params }) => params)).toEqual(['connect', 'last']);
  });

  test('the caller’s time is over, whatever the server does', async () => {
    const client = await clientOf(({ request, answer }) => {
      if (request.params === 'connect') answer(null);
    }, transport);
    await client.call('ping', 'connect'); // so that the next call need not connect
    expect(await failureOf(client.call('ping', 1, { timeoutMs: 30 }))).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      mayHaveRun: true,
      attempts: 1,
    });
  });
});

test('with a pool no call waits behind a slow one, even if the server answers in order', async () => {
  let slow: Came | undefined;
  const client = await clientOf(
    (came) => {
      if (came.request.in === 'slow') slow = came;
      else came.answer('fast');
      if (came.request.in === 'fast') slow?.answer('slow');
    },
    { pool: { max: 2 }, connection: { matching: 'in order' } },
  );
  const order: unknown[] = [];
  const calls = ['slow', 'fast'].map(async (name) => order.push(await client.call(name)));
  await Promise.all(calls);
  expect(order).toEqual(['fast', 'slow']);
  expect(client.poolCounters).toMatchObject({ opened: 2, refused: 0 });
});

describe('what is tried again', () => {
  /** What the server does with the attempts of a call, and how the call ends. */
  const faults: readonly (readonly [
    name: string,
    behave: Behaviour,
    options: { readonly idempotent?: boolean; readonly idempotencyKey?: string },
    attempts: number,
    code: string,
    mayHaveRun: boolean,
  ])[] = [
    ['the connection is cut', ({ socket }) => socket.resetAndDestroy(), {}, 1, 'UNAVAILABLE', true],
    [
      'the connection is cut',
      ({ socket }) => socket.resetAndDestroy(),
      { idempotent: true },
      3,
      'UNAVAILABLE',
      true,
    ],
    [
      'the connection is cut',
      ({ socket }) => socket.resetAndDestroy(),
      { idempotencyKey: 'k' },
      3,
      'UNAVAILABLE',
      true,
    ],
    [
      'it is refused, with a promise that nothing was done',
      refuse('UNAVAILABLE', true),
      {},
      3,
      'UNAVAILABLE',
      false,
    ],
    [
      'it is refused for good',
      refuse('INVALID_ARGUMENT', false),
      { idempotent: true },
      1,
      'INVALID_ARGUMENT',
      false,
    ],
    ['the handler fails', refuse('INTERNAL', false), {}, 1, 'INTERNAL', true],
    ['the handler fails', refuse('INTERNAL', false), { idempotent: true }, 3, 'INTERNAL', true],
    ['the answer has an unknown code', refuse('SURPRISE', false), {}, 1, 'INTERNAL', true],
  ];
  test.each(faults)('%s, %#', async (_name, behave, options, attempts, code, mayHaveRun) => {
    const client = await clientOf(behave, QUICK);
    const error = await failureOf(client.call('add', 1, options));
    expect(error).toMatchObject({ code, attempts, mayHaveRun, method: 'add' });
    expect(server.requests).toHaveLength(attempts);
  });

  test('no server listens: no byte was sent, so the call is retried', async () => {
    await clientOf();
    const client = new Client(
      { host: '127.0.0.1', port: await freePort() },
      { ...QUICK, timeoutMs: 2_000 },
    );
    clients.push(client);
    const error = await failureOf(client.call('add', 1));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', attempts: 3, mayHaveRun: false });
    expect(error.message).toMatch(/^add at 127\.0\.0\.1:\d+, attempt 3: ECONNREFUSED/);
  });

  test('what an attempt may have done stays in doubt, whatever comes after it', async () => {
    const behave: Behaviour = (came) =>
      server.requests.length === 1
        ? came.socket.resetAndDestroy()
        : refuse('UNAVAILABLE', true)(came);
    const client = await clientOf(behave, QUICK);
    const error = await failureOf(client.call('add', 1, { idempotencyKey: 'k' }));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', attempts: 3 });
    expect(error).toMatchObject({ mayHaveRun: true, retryable: false });
  });

  test('an attempt that succeeds ends it, and carries the key again', async () => {
    let attempts = 0;
    const behave: Behaviour = (came) =>
      ++attempts === 1 ? came.socket.resetAndDestroy() : echo(came);
    const client = await clientOf(behave, QUICK);
    expect(await client.call('add', 5, { idempotencyKey: 'k' })).toBe(5);
    expect(server.requests.map((request) => request.idempotency_key)).toEqual(['k', 'k']);
  });

  test('an outage is not made larger: retries are a tenth of the calls', async () => {
    const client = await clientOf(refuse('UNAVAILABLE', true), {
      retries: { baseMs: 0, budget: 0.1, reserve: 5 },
    });
    for (let n = 0; n < 100; n++) await failureOf(client.call('ping', n));
    expect(server.requests.length).toBeLessThanOrEqual(100 + 5 + 10);
    expect(server.requests.length).toBeGreaterThan(100);
  });

  test('a pause that would outlast the caller’s time is not begun', async () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const client = await clientOf(refuse('UNAVAILABLE', true), {
      retries: { baseMs: 100_000, maxMs: 100_000 },
    });
    const error = await failureOf(client.call('ping'));
    random.mockRestore();
    expect(error).toMatchObject({ code: 'UNAVAILABLE', attempts: 1 });
  });

  test('what remains of the time goes along with each attempt', async () => {
    const realNow = performance.now.bind(performance);
    let spentMs = 0;
    const now = jest.spyOn(performance, 'now').mockImplementation(() => realNow() + spentMs);
    try {
      const behave: Behaviour = (came) => {
        spentMs += 10_000; // so long each attempt takes
        refuse('UNAVAILABLE', true)(came);
      };
      const client = await clientOf(behave, { ...QUICK, timeoutMs: 60_000 });
      await failureOf(client.call('ping'));
    } finally {
      now.mockRestore();
    }
    const left = server.requests.map((request) => request.timeout_ms ?? 0);
    expect(left).toHaveLength(3);
    for (const [n, leftMs] of left.entries()) {
      expect(leftMs).toBeGreaterThan(0);
      expect(leftMs).toBeLessThanOrEqual(60_000 - n * 10_000);
    }
  });

  test('a caller that gives up is not answered, and nothing is tried again', async () => {
    const controller = new AbortController();
    const client = await clientOf(() => controller.abort(), QUICK);
    const error = await failureOf(
      client.call('add', 1, { signal: controller.signal, idempotent: true }),
    );
    expect(error).toMatchObject({ code: 'CANCELLED', attempts: 1 });
  });
});

describe('errors', () => {
  test('the stack is the caller’s', async () => {
    const client = await clientOf(refuse('INTERNAL', false));
    async function theCaller(): Promise<void> {
      await client.call('ping');
    }
    expect((await failureOf(theCaller())).stack).toContain('theCaller');
  });

  test('the cause is kept', async () => {
    const client = await clientOf(({ socket }) => socket.resetAndDestroy());
    const { cause } = await failureOf(client.call('ping'));
    expect((cause as Error).message).toContain('ECONNRESET');
  });
});

describe('tracing', () => {
  test('hooks hear of the start, of each retry and of the end', async () => {
    const told: unknown[] = [];
    let attempts = 0;
    const behave: Behaviour = (came) =>
      ++attempts === 1 ? refuse('UNAVAILABLE', true)(came) : echo(came);
    const client = await clientOf(behave, {
      ...QUICK,
      hooks: {
        onStart: ({ method }) => told.push(['start', method]),
        onRetry: ({ attempt, because }) => told.push(['retry', attempt, because.message]),
        onEnd: ({ attempts: made, code }) => told.push(['end', made, code]),
      },
    });
    await client.call('ping', 1);
    const { port } = server.address;
    expect(told).toEqual([
      ['start', 'ping'],
      ['retry', 2, `ping at 127.0.0.1:${port}: no`],
      ['end', 2, undefined],
    ]);
  });

  test('every client’s calls are published on diagnostics channels', async () => {
    const ends: CallEnd[] = [];
    const listen = (event: unknown): void => void ends.push(event as CallEnd);
    subscribe(CHANNELS.end, listen);
    const client = await clientOf();
    await client.call('ping', 1);
    unsubscribe(CHANNELS.end, listen);
    expect(ends).toEqual([
      {
        method: 'ping',
        address: server.address,
        attempts: 1,
        code: undefined,
        durationMs: expect.any(Number) as number,
        bytesOut: server.requests.length * frameBytes(server.requests[0]),
        bytesIn: frameBytes({ out: 'x', result: 1, id: 1 }),
      },
    ]);
  });

  test('a histogram has how long calls took', async () => {
    const client = await clientOf();
    for (let n = 0; n < 20; n++) await client.call('ping', n);
    expect(client.latency.count).toBe(20);
    expect(client.latency.percentile(50)).toBeGreaterThan(1_000); // a microsecond
  });
});
