// A client and its calls while servers leave the list, and when it is closed; and options
// that it does not take.

import { ServiceClient, type ServiceClientOptions } from './service-client';
import { ask, codeOf, ServiceFixture, stopTheClock } from './testing/service-fixture';

const services = new ServiceFixture();
afterEach(() => services.clear());

test('a call on its way to a server that leaves goes to another one', async () => {
  await services.begin('a');
  const leaving = services.list.servers[0];
  await services.begin('b');
  const call = services.client().call('who');
  if (leaving !== undefined) services.list.remove(leaving); // its connection is not there yet
  expect(await call).toBe('b');
  expect(services.attempts[0]).toMatchObject({ code: 'CANCELLED', isRetried: true });
});

describe('a call whose server leaves before it is sent, and that goes to no other one', () => {
  test.each([
    ['there is none', 1, {}],
    ['its attempts are spent', 2, { attempts: 1 }],
  ])('was not cancelled by its caller: %s', async (_why, servers, retries) => {
    for (let n = 0; n < servers; n++) await services.begin(String(n));
    const [leaving] = services.list.servers;
    const call = services.client({ retries: { baseMs: 0, ...retries } }).call('who');
    if (leaving !== undefined) services.list.remove(leaving); // its connection is not there yet
    await expect(call).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
      mayHaveRun: false,
      attempts: 1,
    });
  });
});

test('a server is called again after a pause, also while all others are ejected', async () => {
  const gone = await services.begin('a');
  await gone.stop();
  await services.begin('b');
  const ours = services.client({
    timeoutMs: 60_000,
    health: { maxErrors: 1, ejectMs: 60_000 },
    retries: { attempts: 3, baseMs: 1_000, maxMs: 1_000 },
  });
  expect(await ask(ours, 1)).toBe('b');
  jest.spyOn(Math, 'random').mockReturnValue(1);
  stopTheClock();
  const code = codeOf(ours.call('busy'));
  const busy = (): number => services.attempts.filter(({ method }) => method === 'busy').length;
  while (busy() < 2) await new Promise(setImmediate); // each of the two, without a pause
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  expect([ours.inFlight, busy()]).toEqual([0, 2]); // it pauses
  jest.advanceTimersByTime(1_000);
  expect(await code).toBe('UNAVAILABLE');
  expect(busy()).toBe(3);
});

test('close() ends the pause before another attempt', async () => {
  const gone = await services.begin('a');
  await gone.stop();
  const retries = { baseMs: 60_000, maxMs: 60_000 };
  const ours = services.client({ timeoutMs: Infinity, retries });
  jest.spyOn(Math, 'random').mockReturnValue(1);
  stopTheClock(); // no pause ends by itself
  const code = codeOf(ours.call('who'));
  while (services.attempts.length === 0) await new Promise(setImmediate);
  await ours.close();
  expect(await code).toBe('CANCELLED');
});

test.each<[options: ServiceClientOptions, says: string]>([
  [{ retries: { budget: NaN } }, 'budget must be a number from 0, got NaN'],
  [{ health: { windowMs: -1 } }, 'windowMs must be a number from 0, got -1'],
  [{ client: { pool: { max: NaN } } }, 'max must be a number from 0, got NaN'],
  [{ client: { connection: { maxInFlight: -1 } } }, 'maxInFlight must be a number from 0, got -1'],
])('options that are not numbers are rejected: %j', (options, says) => {
  expect(() => new ServiceClient(services.list, options)).toThrow(new RangeError(says));
});
