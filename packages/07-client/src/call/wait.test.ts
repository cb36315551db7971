import { getEventListeners } from 'node:events';
import { stall } from '@bytes-up/testkit';
import { Client, Connection } from '..';
import { onTimeoutOrAbort, timerMs, within } from './wait';
import { freePort, FakeServer, send } from '../testing/fake-server';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('calls that share a signal', () => {
  test('have one listener together, and leave none behind', async () => {
    let answers: (() => void)[] = [];
    const server = await FakeServer.start(({ answer }) => answers.push(() => answer(1)));
    const client = new Client(server.address);
    ends.push(
      () => server.stop(),
      () => client.close(),
    );
    const { signal } = new AbortController();
    for (let round = 0; round < 2; round++) {
      const calls = Array.from({ length: 20 }, (_, n) => client.call('ping', n, { signal }));
      while (answers.length < 20) await new Promise(setImmediate);
      const during = listeners(signal);
      for (const answer of answers) answer();
      await Promise.all(calls);
      expect([during, listeners(signal)]).toEqual([1, 0]);
      answers = [];
    }
  });

  test('also while they pause, wait for a connection, and have none', async () => {
    const refusing = await FakeServer.start(({ socket, request: { id } }) =>
      send(socket, {
        out: 'error',
        result: { code: 'UNAVAILABLE', message: 'no', retryable: true },
        id,
      }),
    );
    const retries = { baseMs: 100_000, maxMs: 100_000 };
    const pausing = new Client(refusing.address, { retries, timeoutMs: Infinity });
    const away = new Client({ host: '127.0.0.1', port: await freePort() }, { timeoutMs: Infinity });
    ends.push(
      () => refusing.stop(),
      () => pausing.close(),
      () => away.close(),
    );
    let given = 0;
    const controller = new AbortController();
    const calls = Array.from({ length: 40 }, (_, n) =>
      (n % 2 === 0
        ? pausing.call('ping', n, { signal: controller.signal })
        : away.call('ping', n, { signal: controller.signal, waitForReady: true })
      ).catch(() => given++),
    );
    while (refusing.requests.length < 20) await new Promise(setImmediate);
    for (let n = 0; n < 20; n++) await new Promise(setImmediate);
    expect(listeners(controller.signal)).toBe(1);
    controller.abort();
    await Promise.all(calls);
    expect({ given, listeners: listeners(controller.signal) }).toEqual({ given: 40, listeners: 0 });
  });

  test('hear of it all, also when one of them begins or ends another', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const never = new Promise<never>(() => undefined);
    const heard: string[] = [];
    const waits = ['a', 'b', 'c'].map((name) =>
      within(never, { signal }, 'answer').catch(async () => {
        heard.push(name);
        await within(never, { signal }, 'answer').catch(() => heard.push(`${name} again`));
      }),
    );
    controller.abort();
    await Promise.all(waits);
    expect(heard.sort()).toEqual(['a', 'a again', 'b', 'b again', 'c', 'c again']);
    expect(listeners(signal)).toBe(0);
  });
});

describe('what came while this process could not run', () => {
  test('is an answer, and no timeout', async () => {
    let answerTo = (_id: number): void => undefined;
    const server = await FakeServer.start(({ answer }) => {
      answer('first');
      answerTo = (id) => answer('in time', id);
    });
    const client = new Client(server.address);
    ends.push(
      () => server.stop(),
      () => client.close(),
    );
    await client.call('ping', 'x');
    await new Promise(setImmediate); // the next turn of the loop begins with timers
    const call = client.call('ping', 'x', { timeoutMs: 5 });
    answerTo(2); // it is in the kernel at once
    stall(50);
    expect(await call).toBe('in time');
  });

  test('is a connection, and no timeout', async () => {
    const server = await FakeServer.start(({ answer }) => answer(1));
    ends.push(() => server.stop());
    await new Promise(setImmediate); // the next turn of the loop begins with timers
    const connecting = Connection.open(server.address, { connectTimeoutMs: 5 });
    stall(50); // the kernel has connected it
    const connection = await connecting;
    await connection.close();
  });

  test('ends a wait that nothing else ends, once', async () => {
    const end = jest.fn();
    await new Promise<void>((resolve) => {
      onTimeoutOrAbort({ timeoutMs: 5 }, 'answer', (...how) => {
        end(...how);
        resolve();
      });
    });
    await new Promise(setImmediate);
    expect(end.mock.calls).toEqual([['DEADLINE_EXCEEDED', 'no answer within 5 ms']]);
  });
});

// Since Node 24 a negative timeout prints a warning, and a deadline that has passed has
// one.
test('a time that has already passed is a timer of 0, and one too long for a timer is the longest', () => {
  expect([-56.3, 0, 1, Infinity].map(timerMs)).toEqual([0, 0, 1, 2 ** 31 - 1]);
});
