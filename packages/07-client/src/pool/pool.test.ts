import { Connection, type Pool, type PoolOptions } from '..';
import { FakeServer } from '../testing/fake-server';
import { subject } from '../testing/subject';

let server: FakeServer;
let pool: Pool;
let nowMs = 0;

beforeEach(async () => {
  nowMs = 0;
  server = await FakeServer.start();
});

afterEach(async () => {
  jest.useRealTimers();
  await pool.close(0);
  await server.stop();
});

function poolOf(options: PoolOptions, open = () => Connection.open(server.address)): Pool {
  pool = new subject.Pool(open, options, () => nowMs);
  return pool;
}

const reasonOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it came',
    (error: Error) => error.message,
  );

test('the first borrower pays for the connection, and the next one finds it', async () => {
  const ours = poolOf({});
  expect(ours.counters).toMatchObject({ opened: 0, idle: 0 });
  const first = await ours.borrow();
  expect(ours.counters).toMatchObject({ opened: 1, lent: 1 });
  await ours.giveBack(first);
  expect(await ours.borrow()).toBe(first);
});

test('a least number is there before anybody asks', async () => {
  const ours = poolOf({ min: 3 });
  while (ours.counters.idle < 3) await new Promise(setImmediate);
  expect(ours.counters).toMatchObject({ opened: 3, idle: 3, lent: 0 });
});

test('no two calls have the same connection', async () => {
  const ours = poolOf({ max: 3 });
  const [a, b, c] = await Promise.all([ours.borrow(), ours.borrow(), ours.borrow()]);
  expect(new Set([a, b, c]).size).toBe(3);
  expect(ours.counters).toMatchObject({ opened: 3, lent: 3 });
});

describe('when all are lent', () => {
  test('who came first is served first', async () => {
    const ours = poolOf({ max: 1 });
    const only = await ours.borrow();
    const served: string[] = [];
    const waiting = ['a', 'b', 'c'].map(async (name) => {
      const connection = await ours.borrow();
      served.push(name);
      await ours.giveBack(connection);
    });
    expect(ours.counters.waiting).toBe(3);
    await ours.giveBack(only);
    await Promise.all(waiting);
    expect(served).toEqual(['a', 'b', 'c']);
    expect(ours.counters).toMatchObject({ opened: 1, waited: 3, waiting: 0 });
  });

  test('a borrower waits so long and no longer', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    const ours = poolOf({ max: 1, waitMs: 20 });
    const only = await ours.borrow();
    const late = reasonOf(ours.borrow());
    await jest.advanceTimersByTimeAsync(20);
    expect(await late).toContain('no connection became free within 20 ms');
    expect(ours.counters).toMatchObject({ refused: 1, waiting: 0 });
    await ours.giveBack(only);
    expect(ours.counters).toMatchObject({ idle: 1 });
  });

  test('a borrower whose own time is shorter is told so', async () => {
    const ours = poolOf({ max: 1 });
    const only = await ours.borrow();
    await expect(ours.borrow({ timeoutMs: 10 })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
    await ours.giveBack(only);
  });

  test('it fails at once, where the policy is so', async () => {
    const ours = poolOf({ max: 1, overflow: 'fail' });
    await ours.borrow();
    expect(await reasonOf(ours.borrow())).toContain('all 1 connections in use');
  });

  test('the queue is bounded', async () => {
    const ours = poolOf({ max: 1, maxWaiting: 1 });
    await ours.borrow();
    const first = reasonOf(ours.borrow());
    expect(await reasonOf(ours.borrow())).toContain('all 1 connections in use');
    void ours.close();
    expect(await first).toContain('client closed');
  });

  test('who gives up leaves the queue', async () => {
    const ours = poolOf({ max: 1 });
    const only = await ours.borrow();
    const controller = new AbortController();
    const gone = reasonOf(ours.borrow({ signal: controller.signal }));
    const next = ours.borrow();
    controller.abort();
    expect(await gone).toContain('cancelled by the caller');
    await ours.giveBack(only);
    expect(await next).toBe(only);
  });
});

describe('broken connections', () => {
  test('a lost one is not lent again', async () => {
    const ours = poolOf({});
    const first = await ours.borrow();
    first.destroy();
    await ours.giveBack(first);
    expect(await ours.borrow()).not.toBe(first);
    expect(ours.counters).toMatchObject({ opened: 2, closed: 1, lent: 1 });
  });

  test('one that is lost while it lies there neither', async () => {
    const ours = poolOf({});
    const first = await ours.borrow();
    await ours.giveBack(first);
    first.destroy();
    expect(await ours.borrow()).not.toBe(first);
  });

  test.each(['borrow', 'return'] as const)('each is asked on %s', async (when) => {
    const bad = new Set<Connection>();
    const check = (connection: Connection) => Promise.resolve(!bad.has(connection));
    const ours = poolOf({ check, checkOn: [when] });
    const first = await ours.borrow();
    if (when === 'return') bad.add(first);
    await ours.giveBack(first);
    bad.add(first);
    expect(await ours.borrow()).not.toBe(first);
    expect(ours.counters).toMatchObject({ closed: 1 });
  });

  test('one whose check fails in whatever way', async () => {
    const check = (): Promise<boolean> => {
      throw new Error('a check that is wrong itself');
    };
    const ours = poolOf({ check, checkOn: ['return'] });
    const first = await ours.borrow();
    await ours.giveBack(first);
    expect(ours.counters).toMatchObject({ closed: 1, idle: 0 });
  });

  test('a waiting borrower gets another one in the place of a bad one', async () => {
    const ours = poolOf({ max: 1 });
    const first = await ours.borrow();
    const next = ours.borrow();
    first.destroy();
    await ours.giveBack(first);
    expect(await next).not.toBe(first);
  });

  test('every borrower hears why there is no connection', async () => {
    await server.stop();
    const { port } = await FakeServer.start().then(async (other) => {
      const { address } = other;
      await other.stop();
      return address;
    });
    const ours = poolOf({ max: 1 }, () => Connection.open({ host: '127.0.0.1', port }));
    const reasons = await Promise.all([1, 2, 3].map(() => reasonOf(ours.borrow())));
    for (const reason of reasons) expect(reason).toContain('ECONNREFUSED');
    expect(ours.counters).toMatchObject({ waiting: 0, lent: 0 });
  });
});

test('a connection that is given back twice is lent to one caller', async () => {
  const ours = poolOf({ check: () => Promise.resolve(true), checkOn: ['return'] });
  const first = await ours.borrow();
  await Promise.all([ours.giveBack(first), ours.giveBack(first)]);
  expect(ours.counters).toMatchObject({ idle: 1, lent: 0 });
  expect(await ours.borrow()).not.toBe(await ours.borrow());
});

test('a connection whose check hangs does not keep the others from their callers', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
  let asked = 0;
  const check = (): Promise<boolean> =>
    ++asked === 1 ? new Promise(() => undefined) : Promise.resolve(true);
  const ours = poolOf({ max: 2, check, checkEveryMs: 100 });
  const [a, b] = await Promise.all([ours.borrow(), ours.borrow()]);
  await Promise.all([ours.giveBack(a), ours.giveBack(b)]);
  await jest.advanceTimersByTimeAsync(100);
  expect(asked).toBe(2);
  expect(await ours.borrow({ timeoutMs: 0 })).toBe(b);
});

// Time itself is the subject here.
describe('unused connections', () => {
  /** Three idle connections, and the clock that much later. */
  async function three(options: PoolOptions): Promise<Pool> {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    const ours = poolOf(options);
    const lent = await Promise.all([ours.borrow(), ours.borrow(), ours.borrow()]);
    for (const connection of lent) await ours.giveBack(connection);
    expect(ours.counters).toMatchObject({ idle: 3 });
    return ours;
  }

  test('are closed, down to the least number', async () => {
    const ours = await three({ idleMs: 1_000, min: 1 });
    nowMs = 999;
    await jest.advanceTimersByTimeAsync(500);
    expect(ours.counters).toMatchObject({ idle: 3 });
    nowMs = 1_000;
    await jest.advanceTimersByTimeAsync(500);
    expect(ours.counters).toMatchObject({ idle: 1, closed: 2 });
  });

  test('are asked from time to time whether they are there', async () => {
    let asked = 0;
    const check = () => Promise.resolve(++asked !== 2);
    const ours = await three({ idleMs: 0, check, checkEveryMs: 100 });
    await jest.advanceTimersByTimeAsync(100);
    expect(asked).toBe(3);
    expect(ours.counters).toMatchObject({ idle: 2, closed: 1 });
  });
});

describe('to close', () => {
  test('lends no more, and waits for what is lent', async () => {
    const ours = poolOf({});
    const lent = await ours.borrow();
    let isClosed = false;
    const closed = ours.close().then(() => (isClosed = true));
    expect(await reasonOf(ours.borrow())).toContain('client closed');
    const answer = await lent.call({ in: 'ping', params: 'still there' });
    expect({ result: answer.result, isClosed }).toEqual({ result: 'still there', isClosed: false });
    await ours.giveBack(lent);
    await closed;
    expect(lent.isLost).toBe(true);
  });

  test('does not wait forever', async () => {
    const ours = poolOf({});
    const lent = await ours.borrow();
    await ours.close(10);
    expect(lent.isLost).toBe(true);
  });

  test('lets a one-way call leave that was made just before', async () => {
    const ours = poolOf({});
    const lent = await ours.borrow();
    lent.notify({ in: 'log', params: 'last words' });
    void ours.giveBack(lent);
    await ours.close();
    while (server.requests.length === 0) await new Promise(setImmediate);
    expect(server.requests[0]).toMatchObject({ params: 'last words', oneway: true });
  });
});
