// One client, several servers: who is asked, and who is asked next.

import type { Json } from '@bytes-up/protocol';
import { RpcError } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-kit';
import { keyOf } from './registry/entry';
import { LeastPending } from './balancing/policies/least-pending';
import { ServiceClient, type Attempt, type ServiceClientOptions } from './service-client';
import { ListedServers, serve } from './testing/made-service';
import { until } from '@bytes-up/testkit';

let list: ListedServers;
const running: RunningServer[] = [];
const clients: ServiceClient[] = [];
let attempts: Attempt[];
/** Calls of `hang` that have reached a server. */
let hanging: number;

beforeEach(() => {
  list = new ListedServers();
  hanging = 0;
  attempts = [];
});

afterEach(async () => {
  jest.restoreAllMocks();
  jest.useRealTimers();
  await Promise.all(running.splice(0).map((server) => server.stop()));
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

/** A server of the list: `who` says its name, and `hang` never answers. */
async function begin(name: string, { weight = 100, port = 0 } = {}): Promise<RunningServer> {
  const server = await serve(
    {
      who: { out: 'who', handle: () => name },
      hang: {
        out: 'hang',
        handle: () => {
          hanging++;
          return new Promise<Json>(() => undefined);
        },
      },
      refuse: {
        out: 'refuse',
        handle: () => {
          throw new RpcError('INVALID_ARGUMENT', 'no');
        },
      },
      busy: {
        out: 'busy',
        handle: () => {
          throw new RpcError('UNAVAILABLE', 'not now', { retryable: true });
        },
      },
    },
    { port },
  );
  running.push(server);
  if (port === 0) list.add(server, weight);
  return server;
}

function client(options: ServiceClientOptions = {}): ServiceClient {
  const made = new ServiceClient(list, options);
  made.on('attempt', (attempt) => attempts.push(attempt));
  clients.push(made);
  return made;
}

async function ask(of: ServiceClient, times: number): Promise<string> {
  let text = '';
  for (let n = 0; n < times; n++) text += (await of.call('who')) as string;
  return text;
}

/** Timers of the calls that are made from now on run when the test says so. */
function stopTheClock(): void {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] });
}

/** Resolves when so many calls have reached a server in all. */
async function hangs(count: number): Promise<void> {
  while (hanging < count) await new Promise(setImmediate);
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error: RpcError) => error.code,
  );

test('calls are spread by weight', async () => {
  await begin('a', { weight: 300 });
  await begin('b');
  expect(await ask(client(), 8)).toBe('aabaaaba');
});

test('a server that cannot be reached costs an attempt, and no call', async () => {
  const gone = await begin('a');
  await begin('b');
  await gone.stop();
  expect(await ask(client(), 4)).toBe('bbbb');
  expect(attempts.filter(({ isRetried }) => isRetried)[0]).toMatchObject({
    server: keyOf(gone.address),
    code: 'UNAVAILABLE',
    attempt: 1,
  });
});

describe('a call that a server has taken, and that is then cut', () => {
  test.each<[kind: string, options: object, outcome: string]>([
    ['plain', {}, 'UNAVAILABLE'],
    ['idempotent', { idempotent: true }, 'answered'],
    ['with a key', { idempotencyKey: 'k' }, 'answered'],
  ])('%s: %j ends with %s', async (_kind, options, outcome) => {
    let reached: () => void = () => undefined;
    const isThere = new Promise<void>((resolve) => (reached = resolve));
    const cut = await serve({
      work: {
        out: 'work',
        handle: () => {
          reached();
          return new Promise<Json>(() => undefined);
        },
      },
    });
    running.push(cut);
    list.add(cut);
    const good = await serve({ work: { out: 'work', handle: () => 'done' } });
    running.push(good);
    list.add(good);
    const call = codeOf(client().call('work', null, options));
    await isThere;
    await cut.stop();
    expect(await call).toBe(outcome);
  });
});

describe('what an attempt may have done stays in doubt, whatever comes after it', () => {
  test.each<[then: string, second: () => Promise<void>, outcome: object]>([
    ['refused', async () => void (await begin('b')), { code: 'UNAVAILABLE', attempts: 2 }],
    ['not connected', async () => (await begin('b')).stop(), { code: 'UNAVAILABLE', attempts: 2 }],
    ['without a server', () => Promise.resolve(), { code: 'UNAVAILABLE', attempts: 1 }],
  ])('the second attempt is %s', async (then, second, outcome) => {
    let reached: () => void = () => undefined;
    const isThere = new Promise<void>((resolve) => (reached = resolve));
    const handle = (): Promise<Json> => {
      reached();
      return new Promise(() => undefined);
    };
    const cut = await serve({ busy: { out: 'busy', handle } });
    running.push(cut);
    const entry = list.add(cut);
    await second();
    const call = client({ retries: { attempts: 2 } }).call('busy', null, { idempotent: true });
    const failed = call.catch((error: unknown) => error);
    await isThere;
    if (then === 'without a server') list.remove(entry);
    await cut.stop();
    expect(await failed).toMatchObject({ ...outcome, mayHaveRun: true, retryable: false });
  });
});

test('a server that is silent is given up after a while, and another one asked', async () => {
  await begin('a');
  await begin('b');
  const patient = client({ attemptTimeoutMs: 5_000, retries: { attempts: 2, baseMs: 0 } });
  stopTheClock();
  const code = codeOf(patient.call('hang', null, { idempotent: true }));
  for (let attempt = 1; attempt <= 2; attempt++) {
    await hangs(attempt);
    jest.advanceTimersByTime(5_000);
  }
  expect(await code).toBe('DEADLINE_EXCEEDED');
  expect(new Set(attempts.map(({ server }) => server)).size).toBe(2);
});

test('a plain call that got no answer is not made again: it may have been done', async () => {
  await begin('a');
  await begin('b');
  stopTheClock();
  const code = codeOf(client({ attemptTimeoutMs: 5_000 }).call('hang'));
  await hangs(1);
  jest.advanceTimersByTime(5_000);
  expect(await code).toBe('DEADLINE_EXCEEDED');
  expect(attempts).toHaveLength(1);
});

test('a server that fails is left out for a while, and then tried by one call', async () => {
  const first = await begin('a');
  await begin('b');
  const failing = client({ health: { maxErrors: 1, ejectMs: 60_000 } });
  await first.stop();
  expect(await ask(failing, 4)).toBe('bbbb');
  const wasTried = attempts.filter(({ server }) => server === keyOf(first.address)).length;
  expect(wasTried).toBe(1);
  await begin('c', { port: first.address.port });
  const now = performance.now.bind(performance);
  // The ejection is over.
  jest.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
  await until('it is asked again', async () => (await failing.call('who')) === 'c');
});

/** Of ten calls to two servers it has five. */
const isBack = async (of: ServiceClient, name: string): Promise<boolean> =>
  [...(await ask(of, 10))].filter((who) => who === name).length === 5;

test('ten calls that a restart has cut eject a server once', async () => {
  const first = await begin('a');
  const failing = client({ health: { ejectMs: 200 }, retries: { attempts: 1 } });
  const cut = Array.from({ length: 10 }, () => codeOf(failing.call('hang')));
  await until('all are there', () => failing.inFlight === 10);
  await begin('b');
  await first.stop();
  await begin('c', { port: first.address.port });
  expect(new Set(await Promise.all(cut))).toEqual(new Set(['UNAVAILABLE']));
  // each more would have doubled it, up to 25 s
  await until('it has half of the calls', () => isBack(failing, 'c'));
});

test('when every server was out and all are back, the calls are spread evenly again', async () => {
  const before = [await begin('a'), await begin('b')];
  const failing = client({
    health: { ejectMs: 200 },
    retries: { attempts: 2, baseMs: 1 },
  });
  await Promise.all(before.map((server) => server.stop()));
  for (let n = 0; n < 10; n++) expect(await codeOf(failing.call('who'))).not.toBe('answered');
  for (const { address } of before) await begin(String(address.port), { port: address.port });
  await until('one answers', async () => (await codeOf(failing.call('who'))) === 'answered');
  await until('each has half of the calls', async () => {
    const answers: Json[] = [];
    for (let n = 0; n < 10; n++) answers.push(await failing.call('who').catch(() => null));
    return answers[0] !== null && answers.filter((who) => who === answers[0]).length === 5;
  });
});

test('a call that fails after its server has left says nothing about the next one at that address', async () => {
  let reached: () => void = () => undefined;
  const isThere = new Promise<void>((resolve) => (reached = resolve));
  const hold = (): Promise<Json> => {
    reached();
    return new Promise(() => undefined);
  };
  const leaving = await serve({ hold: { out: 'hold', handle: hold } });
  running.push(leaving);
  const entry = list.add(leaving);
  const strict = client({ health: { maxErrors: 1, ejectMs: 60_000 }, retries: { attempts: 1 } });
  const cut = codeOf(strict.call('hold'));
  await isThere;
  list.remove(entry);
  await begin('b');
  await leaving.stop();
  expect(await cut).toBe('UNAVAILABLE');
  const again = await begin('c', { port: leaving.address.port });
  list.add(again);
  expect([...(await ask(strict, 4))].sort().join('')).toBe('bbcc');
});

test('an answer that says “not now” is followed by another server', async () => {
  await begin('a');
  await begin('b');
  expect(await codeOf(client({ retries: { attempts: 2 } }).call('busy'))).toBe('UNAVAILABLE');
  expect(new Set(attempts.map(({ server }) => server)).size).toBe(2);
});

test('a caller’s mistake is not blamed on the server', async () => {
  await begin('a');
  await begin('b');
  const careful = client({ health: { maxErrors: 1, ejectMs: 60_000 } });
  expect(await codeOf(careful.call('refuse'))).toBe('INVALID_ARGUMENT');
  expect(attempts).toHaveLength(1);
  expect([...(await ask(careful, 4))].sort().join('')).toBe('aabb');
});

test('a caller in a hurry says nothing about a server', async () => {
  await begin('a');
  const hasty = client({ health: { maxErrors: 1, ejectMs: 60_000 }, policy: new LeastPending() });
  expect(await codeOf(hasty.call('hang', null, { timeoutMs: 10 }))).toBe('DEADLINE_EXCEEDED');
  expect(await hasty.call('who')).toBe('a');
  await begin('b');
  expect(await ask(hasty, 10)).toContain('a');
});

test('when no server can be reached the call fails with that, after all its attempts', async () => {
  const [a, b] = [await begin('a'), await begin('b')];
  await Promise.all([a.stop(), b.stop()]);
  const failing = client({ retries: { attempts: 4, baseMs: 1 } });
  expect(await codeOf(failing.call('who'))).toBe('UNAVAILABLE');
  expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
});

test('retries have a budget', async () => {
  const gone = await begin('a');
  await gone.stop();
  const poor = client({ retries: { attempts: 10, baseMs: 1, budget: 0, reserve: 3 } });
  await codeOf(poor.call('who'));
  await codeOf(poor.call('who'));
  expect(attempts).toHaveLength(5);
});

test('who gives up gives up', async () => {
  await begin('a');
  await begin('b');
  const abort = new AbortController();
  const call = client().call('hang', null, { signal: abort.signal, idempotent: true });
  abort.abort();
  expect(await codeOf(call)).toBe('CANCELLED');
  expect(attempts).toHaveLength(1);
});

test('without a server there is no call', async () => {
  expect(await codeOf(client().call('who'))).toBe('UNAVAILABLE');
});

test('after close() a call is cancelled, and not to be tried again', async () => {
  await begin('a');
  const ours = client();
  expect(await ask(ours, 1)).toBe('a');
  const hanging = ours.call('hang');
  expect(ours.inFlight).toBe(1);
  void hanging.catch(() => undefined);
  const closed = ours.close();
  await expect(ours.call('who')).rejects.toMatchObject({
    code: 'CANCELLED',
    message: 'who: client closed',
    retryable: false,
  });
  await hanging.catch(() => undefined);
  await closed;
});

test('without a known server a call may be tried again: one may come', async () => {
  await expect(client().call('who')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'who: no server is known',
    retryable: true,
  });
  const signal = AbortSignal.abort();
  expect(await codeOf(client().call('who', null, { signal }))).toBe('CANCELLED');
});

test('a server that is away is told at once, also where its client has one connection', async () => {
  const away = await begin('a');
  const ours = client({ health: { maxErrors: 1_000 }, retries: { attempts: 1 } });
  expect(await ask(ours, 1)).toBe('a');
  await away.stop();
  for (let n = 0; n < 5; n++)
    await expect(ours.call('who')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('servers come and go, and calls in flight end where they began', async () => {
  let reached: () => void = () => undefined;
  const isThere = new Promise<void>((resolve) => (reached = resolve));
  let finish: (value: Json) => void = () => undefined;
  const slowly = (): Promise<Json> => {
    reached();
    return new Promise((resolve) => (finish = resolve));
  };
  const going = await serve({ slow: { out: 'slow', handle: slowly } });
  running.push(going);
  const entry = list.add(going);
  const calling = client();
  const slow = calling.call('slow');
  await isThere;
  list.remove(entry);
  await begin('b');
  expect(await ask(calling, 3)).toBe('bbb');
  finish('at last');
  expect(await slow).toBe('at last');
});

test('a call on its way to a server that leaves goes to another one', async () => {
  await begin('a');
  const leaving = list.servers[0];
  await begin('b');
  const call = client().call('who');
  if (leaving !== undefined) list.remove(leaving); // its connection is not there yet
  expect(await call).toBe('b');
  expect(attempts[0]).toMatchObject({ code: 'CANCELLED', isRetried: true });
});

describe('a call whose server leaves before it is sent, and that goes to no other one', () => {
  test.each([
    ['there is none', 1, {}],
    ['its attempts are spent', 2, { attempts: 1 }],
  ])('was not cancelled by its caller: %s', async (_why, servers, retries) => {
    for (let n = 0; n < servers; n++) await begin(String(n));
    const [leaving] = list.servers;
    const call = client({ retries: { baseMs: 0, ...retries } }).call('who');
    if (leaving !== undefined) list.remove(leaving); // its connection is not there yet
    await expect(call).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
      mayHaveRun: false,
      attempts: 1,
    });
  });
});

test('a server is called again after a pause, also while all others are ejected', async () => {
  const gone = await begin('a');
  await gone.stop();
  await begin('b');
  const ours = client({
    timeoutMs: 60_000,
    health: { maxErrors: 1, ejectMs: 60_000 },
    retries: { attempts: 3, baseMs: 1_000, maxMs: 1_000 },
  });
  expect(await ask(ours, 1)).toBe('b');
  jest.spyOn(Math, 'random').mockReturnValue(1);
  stopTheClock();
  const code = codeOf(ours.call('busy'));
  const busy = (): number => attempts.filter(({ method }) => method === 'busy').length;
  for (let attempt = 1; attempt <= 3; attempt++) {
    while (busy() < attempt) await new Promise(setImmediate);
    await Promise.resolve();
    expect(ours.inFlight).toBe(0); // it pauses
    jest.advanceTimersByTime(1_000);
  }
  expect(await code).toBe('UNAVAILABLE');
});

test('close() ends the pause before another attempt', async () => {
  const gone = await begin('a');
  await gone.stop();
  const retries = { baseMs: 60_000, maxMs: 60_000 };
  const ours = client({ timeoutMs: Infinity, retries });
  jest.spyOn(Math, 'random').mockReturnValue(1);
  stopTheClock(); // no pause ends by itself
  const code = codeOf(ours.call('who'));
  while (attempts.length === 0) await new Promise(setImmediate);
  await ours.close();
  expect(await code).toBe('CANCELLED');
});

test.each<[options: ServiceClientOptions, says: string]>([
  [{ retries: { budget: NaN } }, 'budget must be a number from 0, got NaN'],
  [{ health: { windowMs: -1 } }, 'windowMs must be a number from 0, got -1'],
  [{ client: { pool: { max: NaN } } }, 'max must be a number from 0, got NaN'],
  [{ client: { connection: { maxInFlight: -1 } } }, 'maxInFlight must be a number from 0, got -1'],
])('options that are not numbers are rejected: %j', (options, says) => {
  expect(() => new ServiceClient(list, options)).toThrow(new RangeError(says));
});
