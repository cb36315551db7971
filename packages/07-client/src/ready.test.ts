// A server that is away and comes back: calls fail at once, or wait for it if they are
// told to.

import { CallError, Client, Connection, type ClientOptions } from '.';
import { BlackHole, freePort, FakeServer, send } from './testing/fake-server';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  for (const end of ends.splice(0).reverse()) await end();
});

/** From now on the clock moves only by hand, and every pause has its maximum length. */
function stopTime(): void {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  jest.spyOn(Math, 'random').mockReturnValue(1);
}

function clientTo(port: number, options: ClientOptions = {}): Client {
  const client = new Client({ host: '127.0.0.1', port }, options);
  ends.push(() => client.close());
  return client;
}

async function failureOf(call: Promise<unknown>): Promise<CallError> {
  const error: unknown = await call.then(
    () => 'answered',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CallError);
  return error as CallError;
}

async function serverOn(port: number): Promise<FakeServer> {
  const server = await FakeServer.start(undefined, port);
  ends.push(() => server.stop());
  return server;
}

const ONCE = { retries: { attempts: 1 } };
const UNAVAILABLE = { code: 'UNAVAILABLE', retryable: true, mayHaveRun: false };

describe('without a server', () => {
  test.each<[name: string, options: ClientOptions]>([
    ['one connection', {}],
    ['one connection without ids', { connection: { matching: 'in order' } }],
    ['a pool', { pool: { max: 1 } }],
  ])('each call fails at once, to be tried again: %s', async (_name, options) => {
    const client = clientTo(await freePort(), { ...ONCE, ...options });
    stopTime();
    for (let n = 0; n < 5; n++) {
      const error = await failureOf(client.call('ping'));
      expect(error).toMatchObject(UNAVAILABLE);
      expect(error.message).toContain('ECONNREFUSED');
    }
    await expect(client.notify('log')).rejects.toMatchObject(UNAVAILABLE);
  });

  test('one connection: attempts to connect are as far apart as their pauses', async () => {
    const client = clientTo(await freePort(), ONCE);
    const open = jest.spyOn(Connection, 'open');
    stopTime();
    const attemptsAt: number[] = [];
    for (let ms = 0; ms <= 2_000; ms += 10) {
      const before = open.mock.calls.length;
      await failureOf(client.call('ping'));
      if (open.mock.calls.length > before) attemptsAt.push(ms);
      await jest.advanceTimersByTimeAsync(10);
    }
    expect(attemptsAt).toEqual([0, 50, 150, 350, 750, 1_150, 1_550, 1_950]);
  });

  test('one connection: a server that is back is found within 400 ms, however long it was away', async () => {
    const port = await freePort();
    const client = clientTo(port, ONCE);
    stopTime();
    for (let n = 0; n < 20; n++) {
      await failureOf(client.call('ping'));
      await jest.advanceTimersByTimeAsync(400);
    }
    await failureOf(client.call('ping'));
    await serverOn(port);
    await jest.advanceTimersByTimeAsync(399);
    expect(await failureOf(client.call('ping', 1))).toMatchObject(UNAVAILABLE);
    await jest.advanceTimersByTimeAsync(1);
    expect(await client.call('ping', 1)).toBe(1);
  });
});

test('if connecting times out, the next attempt starts at once: the last one took longer than any pause', async () => {
  const hole = new BlackHole();
  ends.push(() => hole.close());
  stopTime();
  const open = jest.spyOn(Connection, 'open');
  const client = clientTo(hole.address.port, ONCE);
  const first = failureOf(client.call('ping'));
  await jest.advanceTimersByTimeAsync(5_000);
  expect(await first).toMatchObject(UNAVAILABLE);
  expect(open).toHaveBeenCalledTimes(1);
  const second = failureOf(client.call('ping'));
  expect(open).toHaveBeenCalledTimes(2);
  await jest.advanceTimersByTimeAsync(400);
  expect(await second).toMatchObject(UNAVAILABLE);
});

test('if connecting times out, a call after the first failure waits for 400 ms, not for the next attempt', async () => {
  const hole = new BlackHole();
  ends.push(() => hole.close());
  stopTime();
  const client = clientTo(hole.address.port, ONCE);
  const first = failureOf(client.call('ping'));
  await jest.advanceTimersByTimeAsync(5_000);
  expect(await first).toMatchObject(UNAVAILABLE);
  await jest.advanceTimersByTimeAsync(50);
  const second = failureOf(client.call('ping'));
  const hurried = failureOf(client.call('ping', 1, { timeoutMs: 100 }));
  await jest.advanceTimersByTimeAsync(400);
  expect(await second).toMatchObject(UNAVAILABLE);
  expect((await second).message).toContain('no connection within 5000 ms');
  expect(await hurried).toMatchObject({ code: 'DEADLINE_EXCEEDED', mayHaveRun: false });
});

describe.each<[name: string, options: ClientOptions]>([
  ['one connection', {}],
  ['a pool', { pool: { max: 2 } }],
])('waitForReady, %s', (_name, options) => {
  test('waits until there is a server, in one attempt', async () => {
    const port = await freePort();
    const attempts: number[] = [];
    const hooks = { onEnd: (end: { attempts: number }) => attempts.push(end.attempts) };
    const client = clientTo(port, { ...options, hooks, timeoutMs: Infinity });
    const calls = [1, 2, 3].map((n) => client.call('ping', n, { waitForReady: true }));
    const sent = client.notify('log', 'one way', { waitForReady: true });
    // A call without the option still fails at once.
    expect(await failureOf(client.call('ping'))).toMatchObject(UNAVAILABLE);
    const server = await serverOn(port);
    expect(await Promise.all(calls)).toEqual([1, 2, 3]);
    await sent;
    while (server.requests.length < 4) await new Promise(setImmediate);
    expect(attempts.slice(1)).toEqual([1, 1, 1]);
  });

  test('says at the deadline what was missing', async () => {
    const client = clientTo(await freePort(), options);
    stopTime();
    const failure = failureOf(client.call('ping', 1, { timeoutMs: 1_000, waitForReady: true }));
    for (let ms = 0; ms < 1_000; ms += 10) {
      for (let n = 0; n < 5; n++) await new Promise(setImmediate);
      await jest.advanceTimersByTimeAsync(10);
    }
    const { code, mayHaveRun, message } = await failure;
    expect({ code, mayHaveRun }).toEqual({ code: 'DEADLINE_EXCEEDED', mayHaveRun: false });
    expect(message).toMatch(/no server was ready within 1000 ms: ECONNREFUSED/);
  });

  test('ends with the client', async () => {
    const client = clientTo(await freePort(), options);
    const failure = failureOf(client.call('ping', 1, { waitForReady: true }));
    await new Promise(setImmediate);
    await client.close();
    expect(await failure).toMatchObject({ code: 'CANCELLED', retryable: false });
    expect((await failure).message).toContain('client closed');
  });
});

test('a pool: a server that does not reply is unavailable, and waited for', async () => {
  const hole = new BlackHole();
  ends.push(() => hole.close());
  stopTime();
  const client = clientTo(hole.address.port, { ...ONCE, pool: {}, timeoutMs: 60_000 });
  const first = failureOf(client.call('ping'));
  const patient = failureOf(client.call('ping', 1, { waitForReady: true, timeoutMs: 20_000 }));
  await jest.advanceTimersByTimeAsync(5_000);
  expect(await first).toMatchObject(UNAVAILABLE);
  for (let ms = 5_000; ms < 20_000; ms += 100) {
    await jest.advanceTimersByTimeAsync(100);
    await new Promise(setImmediate);
  }
  expect(await patient).toMatchObject({ code: 'DEADLINE_EXCEEDED', mayHaveRun: false });
});

describe.each<[name: string, options: ClientOptions]>([
  ['one connection', {}],
  ['a pool', { pool: { max: 2 } }],
])('close() ends the pauses of calls, %s', (_name, options) => {
  test('before another attempt, and before another connection', async () => {
    const retries = { baseMs: 60_000, maxMs: 60_000 };
    const client = clientTo(await freePort(), { ...options, retries, timeoutMs: Infinity });
    stopTime(); // no pause ends by itself
    const calls = [false, true].map((waitForReady) =>
      failureOf(client.call('ping', 1, { waitForReady })),
    );
    // Each has found that there is no server, and pauses.
    for (let n = 0; n < 50; n++) await new Promise(setImmediate);
    await client.close();
    for (const error of await Promise.all(calls)) {
      expect(error).toMatchObject({ code: 'CANCELLED', retryable: false, mayHaveRun: false });
      expect(error.message).toContain('client closed');
    }
  });

  test('and no other attempt is made on a connection that is open', async () => {
    const result = { code: 'UNAVAILABLE', message: 'no', retryable: true };
    const server = await FakeServer.start(({ request: { id }, socket }) =>
      send(socket, { out: 'error', result, id }),
    );
    ends.push(() => server.stop());
    const retries = { baseMs: 60_000, maxMs: 60_000 };
    const client = clientTo(server.address.port, {
      ...options,
      retries,
      timeoutMs: Infinity,
      hooks: { onRetry: () => void client.close() }, // as its pause begins
    });
    stopTime();
    expect(await failureOf(client.call('ping'))).toMatchObject({ code: 'CANCELLED' });
    expect(server.requests).toHaveLength(1);
  });
});

test('after close() a call is cancelled, whether there was a connection or not', async () => {
  for (const options of [{}, { pool: {} }]) {
    const client = clientTo(await freePort(), options);
    await client.close();
    expect(await failureOf(client.call('ping'))).toMatchObject({
      code: 'CANCELLED',
      message: expect.stringContaining('client closed') as string,
    });
  }
});
