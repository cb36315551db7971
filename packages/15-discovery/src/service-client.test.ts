// One client, several servers: who is asked, and who is asked next.

import type { Json } from '@bytes-up/protocol';
import { keyOf } from './registry/entry';
import { LeastPending } from './balancing/policies/least-pending';
import { serve } from './testing/made-service';
import { until } from '@bytes-up/testkit';
import { ServiceClient } from './service-client';
import { ask, codeOf, ServiceFixture, stopTheClock } from './testing/service-fixture';

const services = new ServiceFixture();
afterEach(() => services.clear());

test('calls are spread by weight', async () => {
  await services.begin('a', { weight: 300 });
  await services.begin('b');
  expect(await ask(services.client(), 8)).toBe('aabaaaba');
});

test('a server that cannot be reached costs an attempt, and no call', async () => {
  const gone = await services.begin('a');
  await services.begin('b');
  await gone.stop();
  expect(await ask(services.client(), 4)).toBe('bbbb');
  expect(services.attempts.filter(({ isRetried }) => isRetried)[0]).toMatchObject({
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
    services.running.push(cut);
    services.list.add(cut);
    const good = await serve({ work: { out: 'work', handle: () => 'done' } });
    services.running.push(good);
    services.list.add(good);
    const call = codeOf(services.client().call('work', null, options));
    await isThere;
    await cut.stop();
    expect(await call).toBe(outcome);
  });
});

describe('what an attempt may have done stays in doubt, whatever comes after it', () => {
  test.each<[then: string, second: () => Promise<void>, outcome: object]>([
    ['refused', async () => void (await services.begin('b')), { code: 'UNAVAILABLE', attempts: 2 }],
    [
      'not connected',
      async () => (await services.begin('b')).stop(),
      { code: 'UNAVAILABLE', attempts: 2 },
    ],
    ['without a server', () => Promise.resolve(), { code: 'UNAVAILABLE', attempts: 1 }],
  ])('the second attempt is %s', async (then, second, outcome) => {
    let reached: () => void = () => undefined;
    const isThere = new Promise<void>((resolve) => (reached = resolve));
    const handle = (): Promise<Json> => {
      reached();
      return new Promise(() => undefined);
    };
    const cut = await serve({ busy: { out: 'busy', handle } });
    services.running.push(cut);
    const entry = services.list.add(cut);
    await second();
    const call = services
      .client({ retries: { attempts: 2 } })
      .call('busy', null, { idempotent: true });
    const failed = call.catch((error: unknown) => error);
    await isThere;
    if (then === 'without a server') services.list.remove(entry);
    await cut.stop();
    expect(await failed).toMatchObject({ ...outcome, mayHaveRun: true, retryable: false });
  });
});

test('a server that is silent is given up after a while, and another one asked', async () => {
  await services.begin('a');
  await services.begin('b');
  const patient = services.client({ attemptTimeoutMs: 5_000, retries: { attempts: 2, baseMs: 0 } });
  stopTheClock();
  const code = codeOf(patient.call('hang', null, { idempotent: true }));
  for (let attempt = 1; attempt <= 2; attempt++) {
    await services.hangs(attempt);
    jest.advanceTimersByTime(5_000);
  }
  expect(await code).toBe('DEADLINE_EXCEEDED');
  expect(new Set(services.attempts.map(({ server }) => server)).size).toBe(2);
});

test('a plain call that got no answer is not made again: it may have been done', async () => {
  await services.begin('a');
  await services.begin('b');
  stopTheClock();
  const code = codeOf(services.client({ attemptTimeoutMs: 5_000 }).call('hang'));
  await services.hangs(1);
  jest.advanceTimersByTime(5_000);
  expect(await code).toBe('DEADLINE_EXCEEDED');
  expect(services.attempts).toHaveLength(1);
});

test('a server that fails is left out for a while, and then tried by one call', async () => {
  const first = await services.begin('a');
  await services.begin('b');
  const failing = services.client({ health: { maxErrors: 1, ejectMs: 60_000 } });
  await first.stop();
  expect(await ask(failing, 4)).toBe('bbbb');
  const wasTried = services.attempts.filter(({ server }) => server === keyOf(first.address)).length;
  expect(wasTried).toBe(1);
  await services.begin('c', { port: first.address.port });
  const now = performance.now.bind(performance);
  // The ejection is over.
  jest.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
  await until('it is asked again', async () => (await failing.call('who')) === 'c');
});

/** Of ten calls to two servers it has five. */
const isBack = async (of: ServiceClient, name: string): Promise<boolean> =>
  [...(await ask(of, 10))].filter((who) => who === name).length === 5;

test('ten calls that a restart has cut eject a server once', async () => {
  const first = await services.begin('a');
  const failing = services.client({ health: { ejectMs: 200 }, retries: { attempts: 1 } });
  const cut = Array.from({ length: 10 }, () => codeOf(failing.call('hang')));
  await until('all are there', () => failing.inFlight === 10);
  await services.begin('b');
  await first.stop();
  await services.begin('c', { port: first.address.port });
  expect(new Set(await Promise.all(cut))).toEqual(new Set(['UNAVAILABLE']));
  // each more would have doubled it, up to 25 s
  await until('it has half of the calls', () => isBack(failing, 'c'));
});

test('when every server was out and all are back, the calls are spread evenly again', async () => {
  const before = [await services.begin('a'), await services.begin('b')];
  const failing = services.client({
    health: { ejectMs: 200 },
    retries: { attempts: 2, baseMs: 1 },
  });
  await Promise.all(before.map((server) => server.stop()));
  for (let n = 0; n < 10; n++) expect(await codeOf(failing.call('who'))).not.toBe('answered');
  for (const { address } of before)
    await services.begin(String(address.port), { port: address.port });
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
  services.running.push(leaving);
  const entry = services.list.add(leaving);
  const strict = services.client({
    health: { maxErrors: 1, ejectMs: 60_000 },
    retries: { attempts: 1 },
  });
  const cut = codeOf(strict.call('hold'));
  await isThere;
  services.list.remove(entry);
  await services.begin('b');
  await leaving.stop();
  expect(await cut).toBe('UNAVAILABLE');
  const again = await services.begin('c', { port: leaving.address.port });
  services.list.add(again);
  expect([...(await ask(strict, 4))].sort().join('')).toBe('bbcc');
});

test('an answer that says “not now” is followed by another server', async () => {
  await services.begin('a');
  await services.begin('b');
  expect(await codeOf(services.client({ retries: { attempts: 2 } }).call('busy'))).toBe(
    'UNAVAILABLE',
  );
  expect(new Set(services.attempts.map(({ server }) => server)).size).toBe(2);
});

test('a caller’s mistake is not blamed on the server', async () => {
  await services.begin('a');
  await services.begin('b');
  const careful = services.client({ health: { maxErrors: 1, ejectMs: 60_000 } });
  expect(await codeOf(careful.call('refuse'))).toBe('INVALID_ARGUMENT');
  expect(services.attempts).toHaveLength(1);
  expect([...(await ask(careful, 4))].sort().join('')).toBe('aabb');
});

test('a caller in a hurry says nothing about a server', async () => {
  await services.begin('a');
  const hasty = services.client({
    health: { maxErrors: 1, ejectMs: 60_000 },
    policy: new LeastPending(),
  });
  expect(await codeOf(hasty.call('hang', null, { timeoutMs: 10 }))).toBe('DEADLINE_EXCEEDED');
  expect(await hasty.call('who')).toBe('a');
  await services.begin('b');
  expect(await ask(hasty, 10)).toContain('a');
});

test('when no server can be reached the call fails with that, after all its attempts', async () => {
  const [a, b] = [await services.begin('a'), await services.begin('b')];
  await Promise.all([a.stop(), b.stop()]);
  const failing = services.client({ retries: { attempts: 4, baseMs: 1 } });
  expect(await codeOf(failing.call('who'))).toBe('UNAVAILABLE');
  expect(services.attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
});

test('retries have a budget', async () => {
  const gone = await services.begin('a');
  await gone.stop();
  const poor = services.client({ retries: { attempts: 10, baseMs: 1, budget: 0, reserve: 3 } });
  await codeOf(poor.call('who'));
  await codeOf(poor.call('who'));
  expect(services.attempts).toHaveLength(5);
});

test('who gives up gives up', async () => {
  await services.begin('a');
  await services.begin('b');
  const abort = new AbortController();
  const call = services.client().call('hang', null, { signal: abort.signal, idempotent: true });
  abort.abort();
  expect(await codeOf(call)).toBe('CANCELLED');
  expect(services.attempts).toHaveLength(1);
});

test('without a server there is no call', async () => {
  expect(await codeOf(services.client().call('who'))).toBe('UNAVAILABLE');
});

test('after close() a call is cancelled, and not to be tried again', async () => {
  await services.begin('a');
  const ours = services.client();
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
  await expect(services.client().call('who')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'who: no server is known',
    retryable: true,
  });
  const signal = AbortSignal.abort();
  expect(await codeOf(services.client().call('who', null, { signal }))).toBe('CANCELLED');
});

test('a server that is away is told at once, also where its client has one connection', async () => {
  const away = await services.begin('a');
  const ours = services.client({ health: { maxErrors: 1_000 }, retries: { attempts: 1 } });
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
  services.running.push(going);
  const entry = services.list.add(going);
  const calling = services.client();
  const slow = calling.call('slow');
  await isThere;
  services.list.remove(entry);
  await services.begin('b');
  expect(await ask(calling, 3)).toBe('bbb');
  finish('at last');
  expect(await slow).toBe('at last');
});
