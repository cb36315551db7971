import fc from 'fast-check';
import {
  choose,
  NEEDS,
  RULES_IN_WORDS,
  SITUATIONS,
  verdictOf,
  type Figures,
  type Verdict,
} from './decide';

const CORES = 2;

/** Chapter 12's server, more or less. */
const eventLoop: Figures = {
  name: '12',
  speed: 1,
  visits: 1,
  served: 1,
  delayed: 1,
  parallel: 1,
  kbPerConnection: 10,
  isolatesCrashes: false,
};
const oneAtATime: Figures = { ...eventLoop, name: '08', served: 1 / 16 };
const processEach: Figures = {
  ...eventLoop,
  name: '10',
  speed: 0.9,
  visits: 0.06,
  delayed: 0,
  parallel: 1.9,
  kbPerConnection: 2_000,
  isolatesCrashes: true,
};
const loopInEach: Figures = {
  ...processEach,
  name: '13',
  speed: 1.3,
  visits: 1.1,
  delayed: 0.5,
  kbPerConnection: 12,
};
const all = [oneAtATime, processEach, eventLoop, loopInEach];

test.each<[string, Figures, Verdict[]]>([
  // many clients, short calls, short visits, slow calls, computing, crashes
  ['one client at a time', oneAtATime, ['bad', 'good', 'good', 'bad', 'bad', 'bad']],
  ['a process for each', processEach, ['limited', 'good', 'bad', 'good', 'good', 'good']],
  ['one event loop', eventLoop, ['good', 'good', 'good', 'bad', 'bad', 'bad']],
  ['a loop in each process', loopInEach, ['good', 'good', 'good', 'limited', 'good', 'good']],
])('%s', (_name, figures, verdicts) => {
  expect(NEEDS.map((need) => verdictOf(need, figures, CORES))).toEqual(verdicts);
});

test.each([
  ['short calls from many clients', ['13', '12', '10']],
  ['calls that compute', ['13', '10']],
  ['both, and it must not fail as a whole', ['13', '10']],
  ['clients that ask once and leave', ['13', '08', '12']],
  ['a few sessions, each kept from the others', ['10', '13']],
])('for %s: %j', (name, expected) => {
  const needs = SITUATIONS.find((one) => one.name === name)?.needs ?? [];
  expect(choose(all, needs, CORES).map((figures) => figures.name)).toEqual(expected);
});

test('a missing measurement is unknown, and excludes no server', () => {
  const unknown = { ...eventLoop, kbPerConnection: undefined };
  expect(verdictOf('many clients', unknown, CORES)).toBe('unknown');
  expect(verdictOf('computing', processEach, 1)).toBe('unknown');
  expect(choose([unknown], ['many clients'], CORES)).toEqual([unknown]);
});

const positive = fc.double({ min: 0, max: 100, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const figures: fc.Arbitrary<Figures> = fc.record({
  name: fc.string(),
  speed: positive,
  visits: positive,
  served: share,
  delayed: share,
  parallel: positive,
  kbPerConnection: fc.option(positive, { nil: undefined }),
  isolatesCrashes: fc.boolean(),
});

test('no server with a bad verdict for a need is chosen, and none without one is left out', () => {
  const needs = fc.subarray(NEEDS);
  fc.assert(
    fc.property(fc.array(figures), needs, (list, wanted) => {
      const chosen = new Set(choose(list, wanted, CORES));
      for (const one of list) {
        const isBad = wanted.some((need) => verdictOf(need, one, CORES) === 'bad');
        expect(chosen.has(one)).toBe(!isBad);
      }
    }),
  );
});

test('a better figure never makes a verdict worse', () => {
  const order: readonly Verdict[] = ['bad', 'limited', 'good'];
  fc.assert(
    fc.property(figures, share, (one, by) => {
      const better = {
        ...one,
        speed: one.speed + by,
        visits: one.visits + by,
        served: Math.max(one.served, by),
        delayed: one.delayed * by,
        parallel: one.parallel + by,
        kbPerConnection: one.kbPerConnection && one.kbPerConnection * by,
        isolatesCrashes: true,
      };
      for (const need of NEEDS) {
        const [before, after] = [verdictOf(need, one, CORES), verdictOf(need, better, CORES)];
        if (before !== 'unknown' && after !== 'unknown')
          expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
      }
    }),
  );
});

test('each rule exists in words', () => {
  expect(Object.keys(RULES_IN_WORDS)).toEqual(NEEDS);
});
