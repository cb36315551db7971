// What each policy does with ten thousand choices. Random ones are given a seeded
// generator: the same run each time.

import {
  ConsistentHash,
  LeastPending,
  RandomChoice,
  RoundRobin,
  TwoChoices,
  WeightedRandom,
  type Candidate,
  type Policy,
} from '../..';
import { subject } from '../../testing/subject';

const { SmoothWeightedRoundRobin } = subject;

const CHOICES = 10_000;

interface Made extends Candidate {
  pending: number;
}

/** @param weights in usual weights */
const made = (weights: Readonly<Record<string, number>>): Made[] =>
  Object.entries(weights).map(([key, weight]) => ({ key, weight: 100 * weight, pending: 0 }));

/** mulberry32 */
function seeded(seed = 7): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same server, and each reading of its fields counted. */
function lookedAt(one: Made, looks: { count: number }): Made {
  return new Proxy(one, {
    get: (target, field: keyof Made) => {
      looks.count++;
      return target[field];
    },
  });
}

/** How often each was chosen, as shares of one. */
function sharesOf(policy: Policy, candidates: readonly Made[], keyOf = (n: number) => `call ${n}`) {
  const counts = new Map(candidates.map(({ key }) => [key, 0]));
  for (let n = 0; n < CHOICES; n++) {
    const key = policy.choose(candidates, keyOf(n))?.key ?? '';
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].map(([key, count]) => [key, count / CHOICES]));
}

const policies: readonly (readonly [string, () => Policy])[] = [
  ['random', () => new RandomChoice(seeded())],
  ['weighted random', () => new WeightedRandom(seeded())],
  ['round robin', () => new RoundRobin()],
  ['smooth weighted round robin', () => new SmoothWeightedRoundRobin()],
  ['least pending', () => new LeastPending(seeded())],
  ['two choices', () => new TwoChoices(seeded())],
  ['consistent hash', () => new ConsistentHash()],
];

describe.each(policies)('%s', (_name, policy) => {
  test('chooses nothing from an empty list, and the only server from a list of one', () => {
    expect(policy().choose([])).toBeUndefined();
    const [only] = made({ a: 3 });
    expect(policy().choose(only === undefined ? [] : [only], 'x')).toBe(only);
  });

  test('gives equals equal shares', () => {
    const shares = sharesOf(policy(), made({ a: 1, b: 1, c: 1, d: 1 }));
    for (const share of Object.values(shares)) expect(Math.abs(share - 0.25)).toBeLessThan(0.05);
  });

  test('goes on when the list changes under it', () => {
    const ours = policy();
    const all = made({ a: 1, b: 2, c: 3 });
    for (let n = 0; n < 50; n++) {
      const some = all.filter((_one, i) => (n + i) % 3 !== 0);
      expect(some).toContain(ours.choose(some, `call ${n}`));
    }
  });
});

describe.each(policies.filter(([name]) => /weighted|hash/.test(name)))(
  '%s, by weight',
  (_name, policy) => {
    test('gives each what its weight says', () => {
      const shares = sharesOf(policy(), made({ a: 1, b: 2, c: 5 }));
      expect(Math.abs((shares['a'] ?? 0) - 0.125)).toBeLessThan(0.04);
      expect(Math.abs((shares['b'] ?? 0) - 0.25)).toBeLessThan(0.04);
      expect(Math.abs((shares['c'] ?? 0) - 0.625)).toBeLessThan(0.05);
    });
  },
);

test('round robin takes each in turn', () => {
  const policy = new RoundRobin();
  const list = made({ a: 1, b: 1, c: 1 });
  const order = Array.from({ length: 7 }, () => policy.choose([...list].reverse())?.key);
  expect(order.join('')).toBe('abcabca');
});

describe.each([
  ['random', () => new RandomChoice(seeded())],
  ['weighted random', () => new WeightedRandom(seeded())],
  ['round robin', () => new RoundRobin()],
  ['two choices', () => new TwoChoices(seeded())],
  ['consistent hash', () => new ConsistentHash()],
] as const)('%s', (_name, policy) => {
  test('looks at no more than two of a thousand servers while the list is the same', () => {
    const looks = { count: 0 };
    const ours = policy();
    const list = made(Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`s${n}`, 1])));
    const counted = list.map((one) => lookedAt(one, looks));
    ours.choose(counted, 'first');
    looks.count = 0;
    for (let n = 0; n < 100; n++) ours.choose(counted, `call ${n}`);
    expect(looks.count).toBeLessThanOrEqual(100 * 4); // pending and weight of two
  });
});

test('round robin goes on after the last name when the list changes', () => {
  const policy = new RoundRobin();
  const next = (names: string): string | undefined =>
    policy.choose([...names].map((key) => ({ key, weight: 100, pending: 0 })))?.key;
  expect([next('cab'), next('cab'), next('ca'), next('dac'), next('b')].join('')).toBe('abcdb');
});

test('smooth weighted round robin spreads the turns of a heavy one', () => {
  const policy = new SmoothWeightedRoundRobin();
  const list = made({ a: 5, b: 1, c: 1 });
  const order = Array.from({ length: 14 }, () => policy.choose(list)?.key);
  expect(order.join('')).toBe('aabacaa'.repeat(2));
});

test('least pending takes the idle one, for its weight', () => {
  const policy = new LeastPending(seeded());
  const list = made({ a: 1, b: 4 });
  for (const one of list) one.pending = 3;
  expect(policy.choose(list)?.key).toBe('b');
});

describe('with one slow server of ten', () => {
  /**
   * Calls arrive one at a time; a quick server answers after one turn, the slow one after
   * fifty.
   * @returns its share
   */
  function slowShare(policy: Policy): number {
    const list = made(Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`s${n}`, 1])));
    const ends: { readonly at: number; readonly one: Made }[] = [];
    let slow = 0;
    for (let turn = 0; turn < CHOICES; turn++) {
      for (const end of ends.splice(0)) {
        if (end.at <= turn) end.one.pending--;
        else ends.push(end);
      }
      const one = policy.choose(list);
      if (one === undefined) continue;
      one.pending++;
      if (one.key === 's0') slow++;
      ends.push({ at: turn + (one.key === 's0' ? 50 : 1), one });
    }
    return slow / CHOICES;
  }

  test('random gives it its share, which piles up; least pending and two choices look and go elsewhere', () => {
    expect(slowShare(new RandomChoice(seeded()))).toBeGreaterThan(0.08);
    expect(slowShare(new LeastPending(seeded()))).toBeLessThan(0.03);
    expect(slowShare(new TwoChoices(seeded()))).toBeLessThan(0.04);
  });
});

describe('consistent hash', () => {
  const keys = Array.from({ length: 2_000 }, (_, n) => `user ${n}`);
  const ownersOf = (list: readonly Made[]): (string | undefined)[] => {
    const policy = new ConsistentHash();
    return keys.map((key) => policy.choose(list, key)?.key);
  };

  test('sends the same to the same, whatever the order of the list', () => {
    const list = made({ a: 1, b: 1, c: 1 });
    expect(ownersOf(list)).toEqual(ownersOf([...list].reverse()));
  });

  test('moves only the share of a server that goes', () => {
    const all = made({ a: 1, b: 1, c: 1, d: 1 });
    const [before, after] = [ownersOf(all), ownersOf(all.slice(0, 3))];
    const moved = keys.filter((_key, n) => before[n] !== after[n] && before[n] !== 'd');
    expect(moved).toEqual([]);
  });
});
