// The load generator, in C and in JavaScript, against servers in this process.

import { createServer, type AddressInfo, type Socket } from 'node:net';
import { echoed, jsonFrames } from '../wires';
import type { KnownWire, Wire } from '../wire';
import { Load, loadCommand, type LoadKind } from './load';

const PING = { method: 'ping', textBytes: 12 } as const;

const KINDS = [...new Set<LoadKind>([loadCommand().kind, 'posix'])];

function known(wire: Wire | string): KnownWire {
  if (typeof wire === 'string' || wire.answer === undefined) throw new Error('no answer');
  return { ...wire, answer: wire.answer, checkFrom: 0 };
}

/** Runs `use` with a load on a server that does `serve` with each connection. */
async function withServer<T>(
  kind: LoadKind,
  { wire, ...plan }: { wire: KnownWire; connections: number; inFlight: number; active?: number },
  serve: (socket: Socket) => void,
  use: (load: Load) => Promise<T>,
): Promise<T> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = { host: '127.0.0.1', port };
  const load = new Load(loadCommand(kind).command, { address, wire, ...plan });
  try {
    return await use(load);
  } finally {
    await load.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

const echo = (socket: Socket): void => void socket.on('data', (bytes) => socket.write(bytes));

describe.each(KINDS)('the load generator in %s', (kind) => {
  test('keeps the calls in flight that it was told to, and times each', async () => {
    const largest = new Set<number>();
    const wire = known(echoed(PING));
    const plan = { wire, connections: 3, inFlight: 4 };
    const serve = (socket: Socket): void =>
      void socket.on('data', (bytes) => {
        largest.add(bytes.length / wire.request.length);
        socket.write(bytes);
      });
    const run = await withServer(kind, plan, serve, async (load) => {
      expect((await load.connect()).calls).toBe(3);
      return load.closedLoop(30);
    });
    expect(run.calls).toBeGreaterThanOrEqual(12);
    expect(run.histogram.reduce((sum, [, calls]) => sum + calls, 0)).toBe(run.calls);
    expect(Math.max(...largest)).toBeLessThanOrEqual(4);
  });

  test('takes an answer in pieces', async () => {
    const serve = (socket: Socket): void =>
      void socket.setNoDelay(true).on('data', (bytes) => {
        for (let at = 0; at < bytes.length; at += 5) socket.write(bytes.subarray(at, at + 5));
      });
    const plan = { wire: known(echoed(PING)), connections: 1, inFlight: 2 };
    const run = await withServer(kind, plan, serve, async (load) => {
      await load.connect();
      return load.closedLoop(20);
    });
    expect(run.calls).toBeGreaterThanOrEqual(2);
  });

  test.each([
    ['wrong answer', (bytes: Buffer) => Buffer.from(String(bytes).replace('bytes', 'bites'))],
    [
      'an answer matches no call in flight',
      (bytes: Buffer) => Buffer.from(String(bytes).replace('100000', '100007')),
    ],
  ])('ends with "%s" when a server answers so', async (message, spoil) => {
    const serve = (socket: Socket): void =>
      void socket.on('data', (bytes) => socket.write(spoil(bytes)));
    const plan = { wire: known(echoed(PING)), connections: 1, inFlight: 1 };
    await expect(withServer(kind, plan, serve, (load) => load.connect())).rejects.toThrow(message);
  });

  test('says that the server closed a connection', async () => {
    const serve = (socket: Socket): void => void socket.on('data', () => socket.destroy());
    const plan = { wire: known(jsonFrames(PING)), connections: 1, inFlight: 1 };
    await expect(withServer(kind, plan, serve, (load) => load.connect())).rejects.toThrow(
      /closed a connection|recv: |ECONNRESET/,
    );
  });

  test('an open loop makes the calls that are due, and counts latency from then', async () => {
    // The server answers nothing until all twenty calls are due: a closed loop would not
    // have sent the second one, and would have seen one slow call.
    let waiting: (() => void)[] = [];
    let received = 0;
    const serve = (socket: Socket): void =>
      void socket.on('data', (bytes) => {
        received += bytes.length;
        waiting.push(() => socket.write(bytes));
        if (received < 20 * 53 && received > 4 * 53) return;
        for (const answer of waiting) answer();
        waiting = [];
      });
    const wire = known(echoed(PING));
    expect(wire.request).toHaveLength(53);
    const run = await withServer(
      kind,
      { wire, connections: 4, inFlight: 8 },
      serve,
      async (load) => {
        await load.connect();
        received = 0;
        return load.openLoop(100, 200);
      },
    );
    expect(run.calls).toBe(20);
    expect(run.maxNs).toBeGreaterThan(50e6);
  });

  test('visits open a connection for each call', async () => {
    let connections = 0;
    const serve = (socket: Socket): void => {
      connections++;
      echo(socket);
    };
    const plan = { wire: known(echoed(PING)), connections: 2, inFlight: 1 };
    const run = await withServer(kind, plan, serve, (load) => load.visits(20));
    expect(run.calls).toBeGreaterThanOrEqual(2);
    expect(connections).toBe(run.calls);
  });

  test('with few of many connections active, all of them are used', async () => {
    const used = new Set<Socket>();
    const serve = (socket: Socket): void =>
      void socket.on('data', (bytes) => {
        used.add(socket);
        socket.write(bytes);
      });
    const plan = { wire: known(echoed(PING)), connections: 10, inFlight: 1, active: 2 };
    await withServer(kind, plan, serve, async (load) => {
      await load.connect();
      used.clear();
      for (let run = 0; run < 50 && used.size < 10; run++) await load.closedLoop(5);
    });
    expect(used.size).toBe(10);
  });
});
