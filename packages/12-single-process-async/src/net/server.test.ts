import { EventEmitter, once } from 'node:events';
import { connect, Socket } from 'node:net';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { pingAndPi, testMethods, type Limits, type Service } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-kit';
import { frames, TestClient } from '@bytes-up/testkit';
import { subject } from '../testing/subject';

let server: RunningServer;
const clients: TestClient[] = [];
const log: string[] = [];
const logged = new EventEmitter();

async function serve(limits: Partial<Limits> = {}, methods: Service = {}): Promise<void> {
  log.length = 0;
  server = await subject().startServer({
    limits,
    service: { ...pingAndPi, ...testMethods(), ...methods },
    log: (line) => {
      log.push(line.replace(/:\d+/, ''));
      logged.emit('line');
    },
  });
}

async function client(): Promise<TestClient> {
  const connected = await TestClient.connect(server.address);
  clients.push(connected);
  return connected;
}

afterEach(async () => {
  for (const each of clients.splice(0)) each.close();
  await server.stop();
  jest.restoreAllMocks();
});

/** A handler that answers when the test says so. */
function gate(): { gate: Service; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<null>((resolve) => (open = () => resolve(null)));
  return { gate: { gate: { out: 'through', handle: () => opened } }, open };
}

/** Stops the clock of a turn, which would otherwise end one early on a busy machine. */
function stopTheClock(): void {
  jest.spyOn(performance, 'now').mockReturnValue(performance.now());
}

const pings = (count: number): object[] =>
  Array.from({ length: count }, (_, i) => ({ in: 'ping', params: i }));
const sleep = (ms: number, id?: number): object => ({ in: 'sleep', params: { ms }, id });

describe('one turn of work', () => {
  it('answers all requests of one read in one write', async () => {
    await serve();
    const a = await client();
    const write = jest.spyOn(Socket.prototype, 'write');
    stopTheClock();
    await a.send(...pings(100));
    const answers = await a.receive(100);
    expect(answers.map(({ result }) => result)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    const byServer = write.mock.contexts.filter((socket) => socket !== a.socket);
    expect(byServer).toHaveLength(1);
  });

  it('serves other connections while one has a thousand calls waiting', async () => {
    await serve();
    const [greedy, modest] = [await client(), await client()];
    await greedy.send(...Array.from({ length: 1000 }, () => ({ in: 'pi', params: 100_000 })));
    await greedy.receive(1);
    await modest.send({ in: 'ping' });
    await modest.receive(1);
    expect(greedy.answers.length).toBeLessThan(1000);
    await greedy.receive(1000);
  });

  it('writes the answers of a tick together when handlers answer later', async () => {
    const { gate: methods, open } = gate();
    await serve({}, methods);
    const a = await client();
    const write = jest.spyOn(Socket.prototype, 'write');
    await a.send(...Array.from({ length: 50 }, (_, id) => ({ in: 'gate', id })), { in: 'ping' });
    await a.receive(1);
    stopTheClock();
    write.mockClear();
    open();
    await a.receive(51);
    const byServer = write.mock.contexts.filter((socket) => socket !== a.socket);
    expect(byServer).toHaveLength(1);
  });
});

describe('order', () => {
  it('keeps requests without an id in order and lets those with an id overtake', async () => {
    await serve();
    const a = await client();
    await a.send(sleep(60), { in: 'ping', params: 'second' }, { in: 'ping', id: 'overtakes' });
    expect(await a.receive(3)).toEqual([
      { out: 'pong', result: null, id: 'overtakes' },
      { out: 'slept', result: 60 },
      { out: 'pong', result: 'second' },
    ]);
  });
});

describe('bounds', () => {
  it('holds a connection above maxConnections until another one closes', async () => {
    await serve({ maxConnections: 1 });
    const first = await client();
    const second = await client();
    await second.send({ in: 'ping', params: 'I wait' });
    await first.send({ in: 'ping' });
    await first.receive(1);
    // One round trip of the first client later, the second one is still waiting.
    await first.send({ in: 'ping' });
    await first.receive(2);
    expect(second.answers).toEqual([]);
    first.close();
    expect(await second.receive(1)).toEqual([{ out: 'pong', result: 'I wait' }]);
  });

  it('starts at most maxInFlight calls of a connection at once', async () => {
    await serve({ maxInFlight: 2 });
    const a = await client();
    await a.send(sleep(50, 1), sleep(50, 2), { in: 'ping', id: 3 });
    const [first] = await a.receive(3);
    // With three at once, the ping would have been answered first.
    expect(first).toEqual({ out: 'slept', result: 50, id: 1 });
  });

  it('does not count time in which it did not read towards the frame timeout', async () => {
    const { gate: methods, open } = gate();
    await serve({ maxInFlight: 1, frameTimeoutMs: 300 }, methods);
    const a = await client();
    const next = frames({ in: 'ping', params: 'in two halves' });
    // The half frame is read together with the call that makes the connection full.
    a.socket.write(Buffer.concat([frames({ in: 'gate' }), next.subarray(0, 10)]));
    await delay(600); // time is the subject: twice what a frame may take
    await new Promise((sent) => a.socket.write(next.subarray(10), sent));
    open();
    expect(await a.receive(2)).toEqual([
      { out: 'through', result: null },
      { out: 'pong', result: 'in two halves' },
    ]);
  });

  it('pauses the frame timeout while it does not read', async () => {
    const LARGE = 8; // answers, too many bytes for the kernel buffers
    let asked = 0;
    let open: (text: string) => void = () => undefined;
    const opened = new Promise<string>((resolve) => (open = resolve));
    const handle = (): Promise<string> => {
      asked++;
      return opened;
    };
    await serve({ frameTimeoutMs: 1_000 }, { large: { out: 'large', handle } });
    const a = await client();
    a.socket.pause();
    const next = frames({ in: 'ping', params: 'in two halves' });
    const calls = Array.from({ length: LARGE }, () => ({ in: 'large' }));
    a.socket.write(Buffer.concat([frames(...calls), next.subarray(0, 10)]));
    while (asked < LARGE) await new Promise(setImmediate);
    open('x'.repeat(4_000_000)); // from now on the client is not read
    await delay(2_000); // time is the subject: twice what a frame may take
    a.socket.write(next.subarray(10));
    a.socket.resume();
    const answers = await a.receive(LARGE + 1);
    expect(answers.at(-1)).toEqual({ out: 'pong', result: 'in two halves' });
  });

  it('does not count a call in flight as idle, also at maxInFlight', async () => {
    const { gate: methods, open } = gate();
    await serve({ maxInFlight: 1, idleTimeoutMs: 1_000 }, methods);
    const a = await client();
    await a.send({ in: 'gate' });
    await delay(2_000); // time is the subject: twice what a connection may be idle
    a.socket.end(); // unread while the call is in flight
    open();
    expect(await a.end()).toEqual([{ out: 'through', result: null }]);
    if (log.length < 2) await once(logged, 'line');
    expect(log[1]).toBe('connection 1 127.0.0.1 closed: client closed its sending side');
  });

  it('closes a client that is not reading, and not one that reads slowly', async () => {
    await serve({ writeTimeoutMs: 1000 });
    const blob = { in: 'blob', params: { bytes: 4_000_000 } };
    const stalled = await client();
    const slow = await client();
    stalled.socket.pause();
    slow.socket.pause();
    await stalled.send(...Array.from({ length: 8 }, () => blob));
    await slow.send(...Array.from({ length: 8 }, () => blob));
    let chunks = 0;
    slow.socket.on('data', () => {
      // Pauses make it far slower than the server, and it never stalls. Time is the
      // subject.
      if (++chunks % 20 !== 0) return;
      slow.socket.pause();
      void delay(60).then(() => slow.socket.resume());
    });
    slow.socket.resume();
    const answers = await slow.receive(8);
    expect(answers.map(({ result }) => (result as string).length)).toEqual(
      Array(8).fill(4_000_000),
    );
    if (log.length < 3) await once(logged, 'line');
    expect(log).toContain('connection 1 127.0.0.1 closed: client is not reading');
  });
});

describe('stop', () => {
  it('answers what is in flight, refuses what comes after, and closes', async () => {
    const { gate: methods, open } = gate();
    await serve({}, methods);
    const [busy, idle] = [await client(), await client()];
    await busy.send({ in: 'gate', id: 1 }, { in: 'ping', id: 2 });
    await busy.receive(1);
    const stopped = server.stop();
    await idle.end();
    await busy.send({ in: 'ping', id: 3 });
    await busy.receive(2);
    open();
    expect(await busy.end()).toEqual([
      { out: 'pong', result: null, id: 2 },
      {
        out: 'error',
        result: { code: 'UNAVAILABLE', message: 'the server is stopping', retryable: true },
        id: 3,
      },
      { out: 'through', result: null, id: 1 },
    ]);
    busy.socket.end();
    idle.socket.end();
    await stopped;
    const late = connect(server.address);
    const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('answers a request that the kernel had received before the signal', async () => {
    await serve();
    const a = await client();
    await a.send({ in: 'ping' });
    await a.receive(1);
    await new Promise((sent) => a.socket.write(frames({ in: 'ping', id: 'just before' }), sent));
    const stopped = server.stop();
    const answers = await a.end();
    expect(answers[1]).toMatchObject({ id: 'just before' });
    a.socket.end();
    await stopped;
  });

  it('answers what the kernel had received after calls that take several turns', async () => {
    await serve({ graceMs: 60_000 }); // never expires here, however slow the machine is
    const a = await client();
    const calls = (from: number): object[] =>
      Array.from({ length: 100 }, (_, n) => ({ in: 'pi', params: 500_000, id: from + n }));
    await a.send(...calls(0)); // several turns; nothing more is read before they are done
    await a.receive(1);
    await a.send(...calls(100));
    const stopped = server.stop();
    const answers = await a.end();
    expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    a.socket.end();
    await stopped;
  });

  it('answers UNAVAILABLE on every connection that is held, though it has sent a call', async () => {
    await serve({ maxConnections: 1 });
    const [served, ...waiting] = [await client(), ...(await Promise.all(pings(20).map(client)))];
    await served.send({ in: 'ping' });
    await served.receive(1);
    for (const each of waiting) await each.send({ in: 'ping', id: 'waits' });
    for (let n = 0; n < 100; n++) await turn(); // the loop accepts one in each turn
    const stopped = server.stop();
    for (const each of waiting) {
      const resets: unknown[] = [];
      each.socket.on('error', (error) => resets.push(error));
      expect(await each.end()).toMatchObject([{ result: { code: 'UNAVAILABLE' } }]);
      expect(resets).toEqual([]);
      each.socket.end();
    }
    served.close();
    await stopped;
  });

  it('resolves for each of those who ask for it', async () => {
    const { gate: methods, open } = gate();
    await serve({}, methods);
    const a = await client();
    await a.send({ in: 'gate', id: 1 }, { in: 'ping', id: 2 });
    await a.receive(1);
    const stops = [server.stop(), server.stop()];
    open();
    await a.end();
    a.socket.end();
    await Promise.all(stops);
  });

  it('cuts what is left when the grace period expires', async () => {
    const forever = { out: 'never', handle: () => new Promise<null>(() => undefined) };
    await serve({ graceMs: 200 }, { forever });
    const a = await client();
    await a.send({ in: 'forever' }, { in: 'ping', id: 1 });
    await a.receive(1);
    await server.stop();
    expect(log.at(-1)).toBe('connection 1 127.0.0.1 closed: grace period expired');
  });
});
