import { casesOf } from '../case';
import type { PlannedCase } from './plan';
import type { Result, Verdict } from './result';
import { Verdicts } from './verdicts';

const drafts = ['1.1/a', '1.1/b', '1.1/c', '1.1/d'].map((id) => ({
  id,
  title: '',
  run: async () => undefined,
}));
const cases: readonly PlannedCase[] = casesOf('concurrency', drafts).map((one) => ({
  case: one,
  notApplicable: undefined,
  expectedFailure: undefined,
}));

function result(at: number, verdict: Verdict): Result {
  return { case: cases[at]!.case, verdict, tookMs: 0 };
}

function verdictsOf(verdicts: Verdicts): readonly string[] {
  return verdicts.of(cases).map(({ case: one, verdict }) => `${verdict} ${one.id}`);
}

test.each<[string, readonly [number, Verdict][], boolean]>([
  ['no verdict', [], false],
  [
    'passes',
    [
      [0, 'pass'],
      [1, 'pass'],
    ],
    false,
  ],
  ['the first, failed', [[0, 'fail']], true],
  ['a failure behind one that is still running', [[1, 'fail']], false],
  [
    'that one, too, passed',
    [
      [1, 'fail'],
      [0, 'pass'],
    ],
    true,
  ],
  [
    'that one, too, failed',
    [
      [1, 'fail'],
      [0, 'fail'],
    ],
    true,
  ],
  [
    'a failure behind a declared one',
    [
      [0, 'expected'],
      [1, 'fail'],
    ],
    true,
  ],
  [
    'all, passed',
    [
      [3, 'pass'],
      [2, 'pass'],
      [1, 'pass'],
      [0, 'pass'],
    ],
    false,
  ],
])('whether this is enough with failFast: %s', (_title, settled, areEnough) => {
  const verdicts = new Verdicts(cases, { failFast: true });
  for (const [at, verdict] of settled) verdicts.settle(result(at, verdict));
  expect(verdicts.areEnough).toBe(areEnough);
});

test('without failFast, nothing is enough', () => {
  const verdicts = new Verdicts(cases);
  verdicts.settle(result(0, 'fail'));
  expect([verdicts.areEnough, verdicts.want(cases[1]!)]).toEqual([false, true]);
});

test('the results are in the order of the cases, each told once', () => {
  const told: string[] = [];
  const verdicts = new Verdicts(cases, { onResult: ({ case: one }) => told.push(one.id) });
  verdicts.settle(result(2, 'pass'));
  verdicts.settle(result(0, 'pass'), result(1, 'fail'));
  expect(told).toEqual(['1.1/c', '1.1/a', '1.1/b']);
  expect(verdictsOf(verdicts)).toEqual(['pass 1.1/a', 'fail 1.1/b', 'pass 1.1/c']);
});

test('what comes after enough is dropped', async () => {
  const told: string[] = [];
  const onResult = ({ case: one }: Result): void => void told.push(one.id);
  const verdicts = new Verdicts(cases, { failFast: true, onResult });
  verdicts.settle(result(0, 'fail'), result(1, 'not run'));
  verdicts.settle(result(2, 'pass'));
  await verdicts.enough;
  expect(told).toEqual(['1.1/a', '1.1/b']);
  expect(verdictsOf(verdicts)).toEqual(['fail 1.1/a', 'not run 1.1/b']);
});

const wanted = (verdicts: Verdicts): readonly boolean[] => cases.map((one) => verdicts.want(one));

test('with failFast, cases after the first failure are not wanted', () => {
  const verdicts = new Verdicts(cases, { failFast: true });
  expect(wanted(verdicts)).toEqual([true, true, true, true]);
  verdicts.settle(result(2, 'fail'));
  expect(wanted(verdicts)).toEqual([true, true, false, false]);
  verdicts.settle(result(3, 'fail'));
  expect(wanted(verdicts)).toEqual([true, true, false, false]);
});
