import { DEFAULT_HEALTH } from './health';
import { subject } from '../testing/subject';

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

  test('errors further apart than the window do not count together', () => {
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

describe('calls that were in flight when their server was ejected', () => {
  const callsInFlight = (count: number): number[] =>
    Array.from({ length: count }, () => health.begins('a'));
  const failAll = (calls: readonly number[]): void => {
    for (const call of calls) health.failed('a', call);
  };
  const isTried = (): boolean => 'a' in weights();

  test('ten that a restart within 100 ms has cut are one ejection: the server is tried after a second', () => {
    failAll(callsInFlight(10));
    nowMs = 100; // it serves again
    expect(isTried()).toBe(false);
    nowMs = 1_000;
    expect(isTried()).toBe(true);
    health.begins('a');
    health.succeeded('a');
    expect(health.isEjected('a')).toBe(false);
  });

  test('that fail late, while the probe is in flight, do not end it and do not prolong the ejection', () => {
    const late = callsInFlight(10);
    failAll(late.splice(0, 3));
    nowMs = 1_000;
    const probe = health.begins('a');
    failAll(late.splice(0, 3));
    for (const call of late.splice(0, 2)) health.endedWithoutVerdict('a', call);
    expect(isTried()).toBe(false); // the probe is still the only call
    health.failed('a', probe);
    failAll(late);
    nowMs = 2_999;
    expect(isTried()).toBe(false);
    nowMs = 3_000; // the second ejection lasts twice as long, and no longer
    expect(isTried()).toBe(true);
  });

  test('that fail after the server was taken back do not eject it again', () => {
    const late = callsInFlight(10);
    failAll(late.splice(0, 3));
    nowMs = 1_000;
    health.begins('a');
    health.succeeded('a');
    failAll(late);
    expect(health.isEjected('a')).toBe(false);
    failAll(callsInFlight(3)); // but its new failures do
    expect(health.isEjected('a')).toBe(true);
  });

  test('and answered after all bring it back', () => {
    const [first = 0, second = 0, third = 0] = callsInFlight(4);
    failAll([first, second, third]);
    health.succeeded('a');
    expect(health.isEjected('a')).toBe(false);
  });

  test('a call made while every server is ejected is not a probe', () => {
    for (const { key } of all) fail(key, 3);
    for (let n = 0; n < 50; n++) failAll(callsInFlight(1));
    nowMs = 1_000;
    expect(isTried()).toBe(true);
  });
});

describe('after an outage of every server', () => {
  /**
   * Who gets the calls from `fromMs` to `toMs`: one each ten milliseconds, to another
   * server when it fails, as the client does it.
   */
  function callsFrom(
    fromMs: number,
    toMs: number,
    isUp: (key: string) => boolean,
  ): Record<string, number> {
    const answered: Record<string, number> = { a: 0, b: 0, c: 0 };
    const policy = new subject.SmoothWeightedRoundRobin();
    for (nowMs = fromMs; nowMs < toMs; nowMs += 10) {
      const tried = new Set<string>();
      for (let attempt = 1; attempt <= 4; attempt++) {
        const candidates = health.candidates(all);
        const untried = candidates.filter(({ key }) => !tried.has(key));
        const { key = '' } = policy.choose(untried.length > 0 ? untried : candidates) ?? {};
        tried.add(key);
        const call = health.begins(key);
        if (!isUp(key)) health.failed(key, call);
        else {
          health.succeeded(key);
          answered[key] = (answered[key] ?? 0) + 1;
          break;
        }
      }
    }
    return answered;
  }
  const expectEven = (answered: Record<string, number>): void => {
    for (const count of Object.values(answered)) expect(Math.abs(count - 100)).toBeLessThan(10);
  };

  test('of twelve seconds, and all of them are back: the spread is even', () => {
    callsFrom(0, 1_000, () => true);
    callsFrom(1_000, 13_000, () => false);
    callsFrom(13_000, 13_100, () => true);
    expectEven(callsFrom(13_100, 16_100, () => true));
  });

  test('and they come back one second after the other: three seconds after the last one it is even', () => {
    callsFrom(0, 12_000, () => false);
    callsFrom(12_000, 13_000, (key) => key === 'a');
    callsFrom(13_000, 14_000, (key) => key !== 'c');
    callsFrom(14_000, 17_000, () => true);
    expectEven(callsFrom(17_000, 20_000, () => true));
  });

  test('a server that stays away is tried as after its first ejection', () => {
    callsFrom(0, 12_000, () => false);
    callsFrom(12_000, 12_010, (key) => key !== 'c');
    expect(callsFrom(12_010, 18_000, (key) => key !== 'c')['c']).toBe(0);
    expect(health.isEjected('c')).toBe(true);
  });
});

test('a cancelled probe does not decide: the server stays ejected, and another call may be the probe', () => {
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
