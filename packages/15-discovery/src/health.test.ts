import { DEFAULT_HEALTH } from './health';
import { subject } from './testing/subject';

const { Health } = subject;

let nowMs = 0;
let health: InstanceType<typeof Health>;

beforeEach(() => {
  nowMs = 0;
  health = new Health({}, () => nowMs);
});

const all = ['a', 'b', 'c'].map((key) => ({ key, weight: 8, pending: 0 }));
const weights = (): Record<string, number> =>
  Object.fromEntries(health.candidates(all).map(({ key, weight }) => [key, weight]));
const fail = (key: string, times: number): void => {
  for (let n = 0; n < times; n++) health.failed(key);
};

test('who is well has its whole weight', () => {
  health.succeeded('a');
  expect(weights()).toEqual({ a: 8, b: 8, c: 8 });
});

test('an error halves a weight, a success doubles it again', () => {
  fail('a', 2);
  expect(weights()).toEqual({ a: 2, b: 8, c: 8 });
  health.succeeded('a');
  expect(weights()).toMatchObject({ a: 4 });
  health.succeeded('a');
  health.succeeded('a');
  expect(weights()).toMatchObject({ a: 8 });
});

test('a weight has a floor, and is never zero', () => {
  health = new Health({ maxErrors: 100 }, () => nowMs);
  fail('a', 50);
  expect(weights()).toMatchObject({ a: 1 });
});

describe('ejection', () => {
  test('three errors in the window, and a server is out', () => {
    fail('a', 3);
    expect(health.isEjected('a')).toBe(true);
    expect(Object.keys(weights())).toEqual(['b', 'c']);
  });

  test('errors that are further apart than the window are no pattern', () => {
    for (let n = 0; n < 10; n++) {
      health.failed('a');
      nowMs += DEFAULT_HEALTH.windowMs / 2;
    }
    expect(health.isEjected('a')).toBe(false);
  });

  test('after its time one call tries it, and no second one meanwhile', () => {
    fail('a', 3);
    nowMs = 999;
    expect(Object.keys(weights())).not.toContain('a');
    nowMs = 1_000;
    expect(Object.keys(weights())).toContain('a');
    health.begins('a');
    expect(Object.keys(weights())).not.toContain('a');
  });

  test('a probe that succeeds brings it back, with a small weight that grows', () => {
    fail('a', 3);
    nowMs = 1_000;
    health.begins('a');
    health.succeeded('a');
    expect(weights()).toMatchObject({ a: 2 });
    health.succeeded('a');
    health.succeeded('a');
    expect(weights()).toMatchObject({ a: 8 });
  });

  test('a probe that fails sends it out again, for twice as long each time, up to the longest', () => {
    fail('a', 3);
    const lastedMs: number[] = [];
    for (let n = 0; n < 7; n++) {
      const startedAtMs = nowMs;
      while (!Object.keys(weights()).includes('a')) nowMs += 500;
      lastedMs.push(nowMs - startedAtMs);
      health.begins('a');
      health.failed('a');
    }
    expect(lastedMs).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  test('when everybody is out, everybody is in', () => {
    for (const { key } of all) fail(key, 3);
    expect(Object.keys(weights())).toEqual(['a', 'b', 'c']);
  });
});

test('a probe whose caller gives up is no verdict: the server stays out, and another call may be the probe', () => {
  fail('a', 3);
  nowMs += DEFAULT_HEALTH.ejectMs;
  health.begins('a');
  expect(weights()).not.toHaveProperty('a'); // it is being tried
  health.endedWithoutVerdict('a');
  expect(health.isEjected('a')).toBe(true);
  expect(weights()).toMatchObject({ a: 1 });
});

test('a server that is forgotten begins anew', () => {
  fail('a', 3);
  health.forget('a');
  expect(weights()).toMatchObject({ a: 8 });
});
