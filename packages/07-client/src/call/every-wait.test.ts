// Every wait inside a call ends with the caller's deadline, and with its signal. The
// timers are fake: no test here waits by the clock.

import { Client, type CallError, type ClientOptions, type NotifyOptions } from '..';
import { WAITS, type Wait } from './wait';
import {
  BlackHole,
  echo,
  freePort,
  FakeServer,
  send,
  type Behaviour,
} from '../testing/fake-server';

const TIMEOUT_MS = 300;

const ends: (() => unknown)[] = [];

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  jest.spyOn(Math, 'random').mockReturnValue(0.999); // every pause has its maximum length
});

afterEach(async () => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  for (const end of ends.splice(0).reverse()) await end();
});

const refuses: Behaviour = ({ request: { id }, socket }) =>
  send(socket, {
    out: 'error',
    result: { code: 'UNAVAILABLE', message: 'no', retryable: true },
    id,
  });

const silent: Behaviour = () => undefined;

function track(client: Client): Client {
  ends.push(() => client.close());
  return client;
}

async function clientOf(behave: Behaviour, options: ClientOptions): Promise<Client> {
  const server = await FakeServer.start(behave);
  ends.push(() => server.stop());
  return track(new Client(server.address, options));
}

/** A client whose server neither accepts nor refuses the connection. */
function toBlackHole(options: ClientOptions): Promise<Client> {
  const hole = new BlackHole();
  ends.push(() => hole.close());
  return Promise.resolve(track(new Client(hole.address, options)));
}

/** A client whose pool has one connection, in use by a call that is never answered. */
async function withoutFreeConnection(): Promise<Client> {
  const client = await clientOf(silent, { pool: { max: 1 } });
  const controller = new AbortController();
  ends.push(() => controller.abort());
  const options = { timeoutMs: Infinity, signal: controller.signal };
  client.call('first', null, options).catch(() => undefined);
  await turns();
  return client;
}

/** A client whose pool has one idle connection, with a check that never ends. */
async function withIdleConnection(): Promise<Client> {
  const check = (): Promise<boolean> => new Promise(() => undefined);
  const client = await clientOf(echo, { pool: { max: 1, check, checkOn: ['borrow'] } });
  await client.call('first');
  return client;
}

async function withoutServer(options: ClientOptions = {}): Promise<Client> {
  return track(new Client({ host: '127.0.0.1', port: await freePort() }, options));
}

type Make = () => Promise<Client>;
type Call = (client: Client, options: NotifyOptions) => Promise<unknown>;

const call: Call = (client, options) => client.call('ping', 1, options);
const callWhenReady: Call = (client, options) => call(client, { ...options, waitForReady: true });
const notify: Call = (client, options) => client.notify('log', 1, options);
const POOL = { pool: { max: 1 } };
const RETRIES = { retries: { baseMs: 200, attempts: 2 } };

interface Row {
  readonly name: string;
  readonly make: Make;
  readonly call: Call;
}

/** The ways into each wait. The type demands a row for every wait that is added. */
const ROWS: Readonly<Record<Wait, readonly Row[]>> = {
  connection: [
    { name: 'a call, one connection', make: () => toBlackHole({}), call },
    { name: 'a one-way call', make: () => toBlackHole({}), call: notify },
    {
      name: 'a call that waits until it is ready',
      make: () => toBlackHole({}),
      call: callWhenReady,
    },
  ],
  turn: [
    { name: 'a call, all connections are lent', make: withoutFreeConnection, call },
    { name: 'a one-way call, all connections are lent', make: withoutFreeConnection, call: notify },
    { name: 'a call whose connection is being made', make: () => toBlackHole(POOL), call },
  ],
  check: [
    { name: 'a call', make: withIdleConnection, call },
    { name: 'a one-way call', make: withIdleConnection, call: notify },
  ],
  answer: [
    { name: 'one connection', make: () => clientOf(silent, {}), call },
    { name: 'a pool', make: () => clientOf(silent, POOL), call },
    {
      name: 'one connection without ids',
      make: () => clientOf(silent, { connection: { matching: 'in order' } }),
      call,
    },
  ],
  'retry pause': [
    { name: 'one connection', make: () => clientOf(refuses, RETRIES), call },
    { name: 'a pool', make: () => clientOf(refuses, { ...POOL, ...RETRIES }), call },
  ],
  'ready pause': [
    { name: 'one connection', make: withoutServer, call: callWhenReady },
    { name: 'a pool', make: () => withoutServer(POOL), call: callWhenReady },
  ],
};

const rows = (Object.keys(WAITS) as Wait[]).flatMap((wait) =>
  ROWS[wait].map((row) => [wait, row.name, row] as const),
);

/** Enough turns of the event loop for everything that needs no timer. */
async function turns(): Promise<void> {
  for (let n = 0; n < 50; n++) await new Promise(setImmediate);
}

async function advance(ms: number): Promise<void> {
  await jest.advanceTimersByTimeAsync(ms);
  await turns();
}

/** Starts a call, and lets it come to its wait. */
async function begin({ make, call: callOf }: Row, options: NotifyOptions) {
  const ended: { code?: string } = {};
  callOf(await make(), options).then(
    () => (ended.code = 'OK'),
    (error: CallError) => (ended.code = error.code),
  );
  await turns();
  expect(ended).toEqual({});
  return ended;
}

test.each(rows)('the wait for %s ends with the deadline: %s', async (wait, _name, row) => {
  const ended = await begin(row, { timeoutMs: TIMEOUT_MS });
  if (wait === 'retry pause') {
    // A pause that would end after the deadline is not begun: the call fails at once.
    await advance(TIMEOUT_MS - 1);
    expect(ended).toEqual({ code: 'UNAVAILABLE' });
    return;
  }
  await advance(TIMEOUT_MS - 1);
  expect(ended).toEqual({});
  await advance(1);
  expect(ended).toEqual({ code: 'DEADLINE_EXCEEDED' });
});

test.each(rows)('the wait for %s ends with the signal: %s', async (_wait, _name, row) => {
  const controller = new AbortController();
  const ended = await begin(row, { timeoutMs: TIMEOUT_MS, signal: controller.signal });
  controller.abort();
  await turns();
  expect(ended).toEqual({ code: 'CANCELLED' });
});
