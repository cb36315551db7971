// close() waits for the calls that have a caller, and for nothing else. The clock is
// stopped, so that no timeout can hide a wait.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { AttemptFailed, Client, Connection, Pool, type ClientOptions } from '..';
import type { Address } from '@bytes-up/protocol';
import { BlackHole, FakeServer } from '../testing/fake-server';

/** A peer that never answers and never closes its side, busy with a cancelled call. */
class BusyPeer {
  readonly sockets: Socket[] = [];
  bytes = 0;
  readonly #server: Server = createServer(
    { allowHalfOpen: true, pauseOnConnect: true },
    (socket) => {
      this.sockets.push(socket);
      socket.on('error', () => undefined).on('data', (chunk) => (this.bytes += chunk.length));
      if (this.reads) socket.resume();
    },
  );

  constructor(readonly reads = true) {}

  async listen(): Promise<Address> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port };
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const ends: (() => unknown)[] = [];

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
});

afterEach(async () => {
  jest.useRealTimers();
  for (const end of ends.splice(0).reverse()) await end();
});

async function peer(reads = true): Promise<[BusyPeer, Address]> {
  const made = new BusyPeer(reads);
  const address = await made.listen();
  ends.push(() => made.stop());
  return [made, address];
}

async function turns(): Promise<void> {
  for (let n = 0; n < 50; n++) await new Promise(setImmediate);
}

describe.each<[name: string, options: ClientOptions]>([
  ['one connection', {}],
  ['one connection without ids', { connection: { matching: 'in order' } }],
  ['a pool', { pool: { max: 2 } }],
])('a server that still works on a call, %s', (_name, options) => {
  test('does not keep close() waiting when the call ran out of time', async () => {
    const [busy, address] = await peer();
    const client = new Client(address, options);
    const call = client
      .call('slow', 1, { timeoutMs: 200 })
      .catch((error: AttemptFailed) => error.code);
    while (busy.bytes === 0) await new Promise(setImmediate);
    await jest.advanceTimersByTimeAsync(200);
    expect(await call).toBe('DEADLINE_EXCEEDED');
    await client.close();
    while (!busy.sockets.every((socket) => socket.readableEnded)) await new Promise(setImmediate);
  });

  test('does not keep close() waiting when the call is given up after it', async () => {
    const [busy, address] = await peer();
    const client = new Client(address, options);
    const controller = new AbortController();
    const call = client
      .call('slow', 1, { signal: controller.signal })
      .catch((error: AttemptFailed) => error.code);
    while (busy.bytes === 0) await new Promise(setImmediate);
    let isClosed = false;
    const closed = client.close().then(() => (isClosed = true));
    await turns();
    expect(isClosed).toBe(false);
    controller.abort();
    expect(await call).toBe('CANCELLED');
    await closed;
  });

  test('does not keep close() waiting for an end of its own, when nothing was called', async () => {
    const [, address] = await peer();
    const client = new Client(address, options);
    await client.notify('log', 'one way');
    await client.close();
    await client.close(); // a second call is allowed
  });
});

test('a heartbeat is not awaited', async () => {
  const [busy, address] = await peer();
  const connection = await Connection.open(address, { heartbeatMs: 1_000 });
  while (busy.bytes === 0) {
    // A ping after one heartbeat, a timeout after two.
    await jest.advanceTimersByTimeAsync(250);
    await turns();
  }
  expect(connection.inFlight).toBe(1);
  await connection.close();
});

test('what was given up and has not left the process is not waited for', async () => {
  const [, address] = await peer(false);
  const connection = await Connection.open(address);
  const controller = new AbortController();
  const params = 'x'.repeat(4_000_000);
  const calls = [1, 2, 3].map(() =>
    connection.call({ in: 'slow', params }, { signal: controller.signal }).catch(() => 'given up'),
  );
  await turns();
  controller.abort();
  expect(await Promise.all(calls)).toEqual(['given up', 'given up', 'given up']);
  await connection.close();
});

test('a one-way call leaves first, also when the server is slow to read it', async () => {
  const [slow, address] = await peer(false);
  const connection = await Connection.open(address);
  const params = 'x'.repeat(4_000_000);
  for (let n = 0; n < 3; n++) connection.notify({ in: 'log', params });
  let isClosed = false;
  const closed = connection.close().then(() => (isClosed = true));
  await turns();
  expect(isClosed).toBe(false);
  for (const socket of slow.sockets) socket.resume();
  await closed;
  while (!slow.sockets.every((socket) => socket.readableEnded)) await new Promise(setImmediate);
  expect(slow.bytes).toBeGreaterThan(12_000_000);
});

test('a connection that lingers for the server’s end is ended after a second', async () => {
  const [busy, address] = await peer();
  const connection = await Connection.open(address);
  await connection.close();
  while (busy.sockets.length === 0) await new Promise(setImmediate);
  const [socket] = busy.sockets;
  const isOver = new Promise((resolve) => socket?.once('close', resolve));
  await jest.advanceTimersByTimeAsync(1_000);
  while (socket?.destroyed === false) {
    socket.write('late'); // a closed connection answers with a reset
    await new Promise(setImmediate);
  }
  await isOver;
});

describe('a pool', () => {
  test('gives up its attempts to connect', async () => {
    const hole = new BlackHole();
    ends.push(() => hole.close());
    const pool = new Pool((signal) => Connection.open(hole.address, {}, signal), { min: 2 });
    await turns();
    await pool.close();
  });

  test.each(['borrow', 'return', 'idle'] as const)(
    'does not wait for a check that never ends, on %s',
    async (when) => {
      const server = await FakeServer.start();
      ends.push(() => server.stop());
      let asked = 0;
      const check = (): Promise<boolean> => {
        asked++;
        return new Promise(() => undefined);
      };
      const on = when === 'idle' ? { checkEveryMs: 100 } : { checkOn: [when] };
      const pool = new Pool(() => Connection.open(server.address), { check, ...on });
      const borrowed = await pool.borrow();
      void pool.giveBack(borrowed);
      await turns();
      const next = when === 'borrow' ? pool.borrow().catch((error: Error) => error) : undefined;
      await jest.advanceTimersByTimeAsync(100);
      expect(asked).toBe(1);
      await pool.close();
      expect(borrowed.isLost).toBe(true);
      await jest.advanceTimersByTimeAsync(5_000);
      if (next !== undefined) expect(await next).toMatchObject({ code: 'CANCELLED' });
    },
  );

  test('takes a check that never ends for no, and lends another connection', async () => {
    const server = await FakeServer.start();
    ends.push(() => server.stop());
    const check = (): Promise<boolean> => new Promise(() => undefined);
    const pool = new Pool(() => Connection.open(server.address), {
      max: 1,
      waitMs: 1_000,
      check,
      checkOn: ['return'],
    });
    ends.push(() => pool.close(0));
    const first = await pool.borrow();
    void pool.giveBack(first);
    const next = pool.borrow();
    await jest.advanceTimersByTimeAsync(999);
    expect(pool.counters).toMatchObject({ lent: 1, waiting: 1 });
    await jest.advanceTimersByTimeAsync(1);
    await turns();
    expect(pool.counters.closed).toBe(1);
    await next.catch(() => undefined);
  });
});
