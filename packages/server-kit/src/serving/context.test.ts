import { join } from 'node:path';
import { DEFAULT_LIMITS, dispatch, pingAndPi } from '@bytes-up/protocol';
import { blockingContext, eventLoopContext, serveContext, StopFlag } from '../index';

const GREETING = join(__dirname, '../testing/greeting.ts');
const FLAGS = {
  limits: { ...DEFAULT_LIMITS, maxConnections: 3 },
  quiet: true,
  trace: false,
  testMethods: false,
  workers: undefined,
};
const stop = new StopFlag(1_000);

test('a context needs no options', () => {
  const { service, limits, trace, who, stop: flag } = serveContext();
  expect({ service, limits, trace, who }).toEqual({
    service: pingAndPi,
    limits: DEFAULT_LIMITS,
    trace: undefined,
    who: '',
  });
  expect(flag.requested).toBe(false);
});

test('limits that you leave out have their defaults', () => {
  expect(serveContext({ limits: { graceMs: 7 } }).limits).toEqual({
    ...DEFAULT_LIMITS,
    graceMs: 7,
  });
});

test.each([
  ['blocks', blockingContext],
  ['has an event loop', eventLoopContext],
] as const)('a service module is served by a model that %s', async (_name, contextOf) => {
  const { service } = contextOf({ ...FLAGS, serviceModule: GREETING }, stop);
  const greeting = { out: 'greeting', result: ['hello', 'you'] };
  expect(await dispatch(service, { in: 'greet', params: 'you' })).toEqual(greeting);
  expect(await dispatch(service, { in: 'ping' })).toMatchObject({ out: 'error' });
});

test('the test methods are added to a service module', () => {
  const flags = { ...FLAGS, serviceModule: GREETING, testMethods: true };
  expect(Object.keys(blockingContext(flags, stop).service)).toEqual(
    expect.arrayContaining(['greet', 'fail', 'blob', 'count']),
  );
});

test('a module without a service is an error that names the module', () => {
  const flags = { ...FLAGS, serviceModule: join(__dirname, '../index.ts') };
  expect(() => blockingContext(flags, stop)).toThrow(/expected .*index\.ts to export "service"/);
});
