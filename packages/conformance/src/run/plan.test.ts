// Cases that do not apply are known before anything runs, with the reason.

import { casesOf, type Need } from '../case';
import { DEFAULT_MODEL, type Model } from '../model';
import { plan } from './plan';

const command = { command: ['./server'] };
const able: Model = {
  ...DEFAULT_MODEL,
  testMethods: true,
  asyncHandlers: true,
  idempotencyKeys: { maxKeys: 8 },
  flags: true,
  unsaid: [],
};
const needing = (...needs: Need[]) =>
  casesOf('calls', [{ id: '1.1/a', title: '', needs, run: async () => undefined }]);

test.each<[Need, Partial<Model>, string]>([
  ['testMethods', { testMethods: false }, 'the server does not offer the test methods'],
  ['sleep', { testMethods: false }, 'the server does not offer the test methods'],
  ['sleep', { asyncHandlers: false }, 'the handlers of this model cannot wait'],
  ['keys', { idempotencyKeys: false }, 'the server does not honour idempotency keys'],
  ['flags', { flags: false }, 'the server does not know the flags of the contract'],
])('a case that needs %s, with %j', (need, change, reason) => {
  const why = (model: Model) => plan(needing(need), { model, subject: command })[0]?.notApplicable;
  expect(why({ ...able, ...change })).toBe(reason);
  expect(why(able)).toBeUndefined();
});

test.each<[Need, Partial<Model>, string]>([
  ['flags', { flags: false }, 'the server knows the flags of the contract ("flags": true)'],
  ['keys', { idempotencyKeys: false }, 'the server honours idempotency keys ("idempotencyKeys")'],
  ['workerProcesses', {}, 'the server has worker processes ("isolatesCrashes": true)'],
  ['sleep', { asyncHandlers: false }, 'its handlers can wait ("asyncHandlers": true)'],
])('the reason names what the model file leaves out: %s', (need, change, what) => {
  const unsaid = ['flags', 'idempotencyKeys', 'isolatesCrashes', 'asyncHandlers'];
  const why = (model: Model) => plan(needing(need), { model, subject: command })[0]?.notApplicable;
  expect(why({ ...able, ...change, unsaid })).toBe(`your model file does not say that ${what}`);
  const { unsaid: said, ...without } = { ...able, ...change };
  expect(said).toEqual([]);
  expect(why(without)).toBe(`your model file does not say that ${what}; no --model was given`);
});

test('a target has no process', () => {
  const subject = { target: { host: '127.0.0.1', port: 1 } };
  const [planned] = plan(needing('process'), { model: able, subject });
  expect(planned?.notApplicable).toBe('the server was not started by this run');
});

test('only Linux has /proc', () => {
  const on = (platform: NodeJS.Platform) =>
    plan(needing('linux'), { model: able, subject: command, platform })[0]?.notApplicable;
  expect(on('linux')).toBeUndefined();
  expect(on('darwin')).toBe('reads /proc, which only Linux has');
});

describe('long waits', () => {
  const cases = casesOf('time', [
    {
      id: '9.1/a',
      title: '',
      limits: { frameTimeoutMs: 500 },
      waitMs: (limits) => limits.frameTimeoutMs,
      run: async () => undefined,
    },
  ]);

  test('are short where the server has the flags', () => {
    const [planned] = plan(cases, { model: able, subject: command });
    expect(planned?.notApplicable).toBeUndefined();
  });

  test('are skipped with the default limits, unless --slow is given', () => {
    const [planned] = plan(cases, { model: DEFAULT_MODEL, subject: command });
    expect(planned?.notApplicable).toBe("takes 30 s with the server's limits; run with --slow");
    const [slow] = plan(cases, { model: DEFAULT_MODEL, subject: command, slow: true });
    expect(slow?.notApplicable).toBeUndefined();
  });
});
