// Judges my/client/backoff.ts. The judge controls time and randomness.

import {
  CaseFailed,
  defineJudge,
  expectEqual,
  expectResult,
  show,
  type JudgedCase,
} from '@bytes-up/testkit';
import {
  BACKOFF,
  runPlan,
  type Backoff,
  type Exports,
  type Plan,
  type Outcome,
} from './judge/run-plan';

const PAUSE = 'Stage 1: the pause';
const BUDGET = 'Stage 2: the budget';
const LOOP = 'Stage 3: the loop';

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'the pause',
      names: ['pauseMs'],
      cases: [
        pauses('before attempt 2', 2, 0.5, 10),
        pauses('before attempt 3', 3, 0.5, 20),
        pauses('before attempt 4', 4, 0.5, 40),
        pauses('no randomness, no pause', 4, 0, 0),
        pauses('a pause near its bound', 4, 0.75, 60),
        pauses('the bound ends at maxMs', 8, 0.5, 500),
        pauses('long pauses are random too', 9, 0.25, 250),
        // 1 << 31 is negative, and 1 << 32 is 1.
        pauses('the bound of attempt 33', 33, 0.5, 500),
        pauses('the bound of attempt 34', 34, 0.5, 500),
        pauses('an attempt whose bound overflows', 2_000, 0.5, 500),
        pauses('a baseMs over maxMs', 2, 0.5, 500, { baseMs: 3_000, maxMs: 1_000 }),
        {
          title: 'each pause calls random again',
          section: PAUSE,
          run: ({ pauseMs }) => {
            const draws = [0.1, 0.9, 0.4];
            const came: number[] = [];
            const given = 'attempt 2 three times; random returns 0.1, 0.9, 0.4';
            for (const [at] of draws.entries())
              came.push(expectResult(given, () => pauseMs(2, BACKOFF, () => draws[at] ?? 0)));
            expectEqual(given, [2, 18, 8], came);
          },
        },
      ],
    },
    {
      title: 'the budget',
      names: ['RetryBudget'],
      cases: [
        budget('the reserve can be spent', 2, [['spends', [true, true, false]]]),
        budget('ten calls earn one retry', 2, [
          ['spends', [true, true, false]],
          ['earn', 10],
          ['spends', [true, false]],
        ]),
        budget('nine calls earn none', 2, [
          ['spends', [true, true]],
          ['earn', 9],
          ['spends', [false]],
        ]),
        budget('a retry that is refused costs nothing', 1, [
          ['spends', [true, false, false, false]],
          ['earn', 10],
          ['spends', [true, false]],
        ]),
        budget('twenty-five calls earn two retries, and five more the third', 5, [
          ['spends', [true, true, true, true, true]],
          ['earn', 25],
          ['spends', [true, true, false]],
          ['earn', 5],
          ['spends', [true, false]],
        ]),
        budget('with a reserve of 0 the first call has none', 0, [['spends', [false]]]),
        budget('with a reserve of 0 ten calls earn one', 0, [
          ['earn', 10],
          ['spends', [true, false]],
        ]),
        budget(
          'eight calls earn one retry, at 0.125 each',
          0,
          [
            ['earn', 7],
            ['spends', [false]],
            ['earn', 1],
            ['spends', [true, false]],
          ],
          0.125,
        ),
        budget(
          'two hundred calls earn one retry, at 0.005 each',
          0,
          [
            ['earn', 199],
            ['spends', [false]],
            ['earn', 1],
            ['spends', [true, false]],
          ],
          0.005,
        ),
        budget('the budget holds no more than the reserve', 2, [
          ['earn', 1_000_000],
          ['spends', [true, true, false]],
        ]),
        budget('with a reserve of 0 the budget holds no more than one', 0, [
          ['earn', 1_000_000],
          ['spends', [true, false]],
        ]),
      ],
    },
    {
      title: 'the loop',
      names: ['pauseMs', 'RetryBudget', 'callWithRetries'],
      cases: [
        loop('a call that succeeds', { fails: 0 }, { result: 'attempt 1', slept: [] }),
        loop('the second attempt succeeds', { fails: 1 }, { result: 'attempt 2', slept: [10] }),
        loop('the third attempt succeeds', { fails: 2 }, { result: 'attempt 3', slept: [10, 20] }),
        loop('the attempts are used up', { fails: 9 }, { error: 'attempt 3', slept: [10, 20] }),
        loop('one attempt means no retry', { fails: 9, attempts: 1 }, { error: 'attempt 1' }),
        loop(
          'an error that may not be retried',
          { fails: 9, mayRetry: false },
          { error: 'attempt 1', slept: [] },
        ),
        loop(
          'the second error may not be retried',
          { fails: 9, mayRetry: (error) => (error as Error).message === 'attempt 1' },
          { error: 'attempt 2', slept: [10] },
        ),
        loop(
          'a pause that would end at the deadline',
          { fails: 9, timeoutMs: 130, attemptMs: 50 },
          { error: 'attempt 2', slept: [10] },
        ),
        loop(
          'a pause that ends one millisecond before the deadline',
          { fails: 2, timeoutMs: 131, attemptMs: 50 },
          { result: 'attempt 3', slept: [10, 20] },
        ),
        loop('an empty budget', { fails: 9, reserve: 0 }, { error: 'attempt 1', slept: [] }),
        loop(
          'a budget of one',
          { fails: 9, reserve: 1 },
          { error: 'attempt 2', slept: [10], left: 0 },
        ),
        loop('a call that succeeds spends nothing', { fails: 0, reserve: 3 }, { left: 3 }),
        loop('two retries spend two', { fails: 2, reserve: 3 }, { left: 1 }),
        loop('the last failure spends nothing', { fails: 9, reserve: 3 }, { left: 1 }),
        loop(
          'an error that may not be retried spends nothing',
          { fails: 9, mayRetry: false, reserve: 3 },
          { left: 3 },
        ),
        loop(
          'a retry without enough time left spends nothing',
          { fails: 9, reserve: 3, timeoutMs: 10 },
          { error: 'attempt 1', left: 3 },
        ),
        {
          title: 'ten calls that succeed earn one retry',
          section: LOOP,
          run: async (exports) => {
            const given = 'an empty budget, reserve 0; ten calls succeed, then one fails';
            const own = new exports.RetryBudget({ perCall: 0.1, reserve: 0 });
            for (let n = 0; n < 10; n++) await runPlan(exports, { fails: 0, own }, given);
            const { attempts } = await runPlan(exports, { fails: 9, own }, given);
            expectEqual(`${given}; its attempts`, 2, attempts);
          },
        },
        {
          title: 'a call earns before its first attempt',
          section: LOOP,
          run: async (exports) => {
            const given = 'an empty budget, reserve 0; nine calls succeed, then one fails';
            const own = new exports.RetryBudget({ perCall: 0.1, reserve: 0 });
            for (let n = 0; n < 9; n++) await runPlan(exports, { fails: 0, own }, given);
            const { attempts } = await runPlan(exports, { fails: 9, own }, given);
            expectEqual(`${given}; its attempts`, 2, attempts);
          },
        },
        {
          title: 'a retry earns nothing',
          section: LOOP,
          run: async (exports) => {
            const given = 'perCall 0.5, reserve 0; three calls fail';
            const own = new exports.RetryBudget({ perCall: 0.5, reserve: 0 });
            const made: number[] = [];
            for (let n = 0; n < 3; n++)
              made.push((await runPlan(exports, { fails: 9, own }, given)).attempts);
            expectEqual(`${given}; their attempts`, [1, 2, 1], made);
          },
        },
      ],
    },
  ],
});

function pauses(
  title: string,
  attempt: number,
  random: number,
  expected: number,
  backoff: Backoff = BACKOFF,
): JudgedCase<Exports> {
  return {
    title,
    section: PAUSE,
    run: ({ pauseMs }) => {
      const given = `pauseMs(${attempt}, ${show(backoff)}, random); random returns ${random}`;
      const came = expectResult(given, () => pauseMs(attempt, backoff, () => random));
      if (typeof came === 'number' && Math.abs(came - expected) < 1e-6) return;
      throw new CaseFailed({ given, expected: show(expected), came: show(came) });
    },
  };
}

type Step = ['earn', times: number] | ['spends', answers: readonly boolean[]];

function budget(
  title: string,
  reserve: number,
  steps: readonly Step[],
  perCall = 0.1,
): JudgedCase<Exports> {
  return {
    title,
    section: BUDGET,
    run: ({ RetryBudget }) => {
      let given = `perCall ${perCall}, reserve ${reserve}`;
      const own = expectResult(given, () => new RetryBudget({ perCall, reserve }));
      for (const [what, value] of steps) {
        if (what === 'earn') {
          given += `; earn, ${value} times`;
          expectResult(given, () => {
            for (let n = 0; n < value; n++) own.earn();
          });
        } else {
          given += `; spend, ${value.length} times`;
          const came = expectResult(given, () => value.map(() => own.spend()));
          expectEqual(given, value, came);
        }
      }
    },
  };
}

function loop(title: string, plan: Plan, expected: Partial<Outcome>): JudgedCase<Exports> {
  return {
    title,
    section: LOOP,
    run: async (exports) => {
      const { fails, attempts = 3, timeoutMs = 10_000, attemptMs = 0, reserve = 3 } = plan;
      const given =
        `${fails === 0 ? 'no attempt fails' : `the first ${fails} attempts fail`}; ` +
        `attempts ${attempts}, timeoutMs ${timeoutMs}, reserve ${reserve}` +
        `${attemptMs > 0 ? `, an attempt takes ${attemptMs} ms` : ''}` +
        `${plan.mayRetry === false ? ', mayRetry says no' : ''}; random returns 0.5`;
      const outcome = await runPlan(exports, plan, given);
      for (const name of Object.keys(expected) as (keyof Outcome)[])
        expectEqual(`${given}; ${WHAT[name]}`, expected[name], outcome[name]);
    },
  };
}

const WHAT: Readonly<Record<keyof Outcome, string>> = {
  result: 'the result',
  error: 'the error',
  slept: 'the pauses',
  attempts: 'the attempts',
  left: 'retries left',
};
