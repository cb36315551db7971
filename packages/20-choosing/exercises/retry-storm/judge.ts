// Judges my/choosing/retries.ts with the chapter's simulation.

import { CaseFailed, defineJudge, expectResult, show, type JudgedCase } from '@bytes-up/testkit';
import { recoveryOf, simulateStorm, type Second } from '../../src/experiments/retry-storm';

interface Retries {
  readonly attempts: number;
  readonly budget: number;
  readonly reserve: number;
}

interface Exports {
  retriesFor: (load: number) => Retries;
}

const SINGLE = 'Stage 1: single failures';
const STORM = 'Stage 2: the storm';
const SHORT = 'Stage 3: a short storm stays short';

const SEEDS = [1, 2] as const;
const LOSS_RATE = 0.02;
const ANSWERED = 0.999;
const names = ['retriesFor'] as const;

export const judge = defineJudge<Exports>({
  stages: [
    { title: 'single failures', names, cases: [0.3, 0.75, 0.9].map(answersNearlyAll) },
    {
      title: 'the storm',
      names,
      cases: [0.3, 0.5, 0.75, 0.85, 0.9].map((load) => recovers(STORM, load, 100)),
    },
    { title: 'a short storm stays short', names, cases: [recovers(SHORT, 0.5, 15)] },
  ],
  // Each case simulates minutes of traffic.
  caseLimitMs: 30_000,
});

function answersNearlyAll(load: number): JudgedCase<Exports> {
  return {
    title: `at a load of ${load}, single failures are hidden`,
    section: SINGLE,
    run: ({ retriesFor }) => {
      const [given, retries] = chosen(retriesFor, load);
      for (const seed of SEEDS) {
        const options = { seed, load, retries, lossRate: LOSS_RATE, isStorm: false };
        const each = simulateStorm({ ...options, seconds: 60 });
        const [answered, lost] = [total(each, 'answered'), total(each, 'lost')];
        if (answered >= ANSWERED * (answered + lost)) continue;
        const expected = `at least ${ANSWERED * 1_000} of 1,000 calls answered`;
        const came = `${lost} of ${answered + lost} calls lost, seed ${seed}`;
        throw new CaseFailed({ given, expected, came });
      }
    },
  };
}

function recovers(section: string, load: number, withinS: number): JudgedCase<Exports> {
  return {
    title: `at a load of ${load}, it recovers within ${withinS} seconds`,
    section,
    run: ({ retriesFor }) => {
      const [given, retries] = chosen(retriesFor, load);
      for (const seed of SEEDS) {
        const seconds = withinS + 20;
        const after = recoveryOf(simulateStorm({ seed, load, retries, seconds }));
        if (after !== undefined && after <= withinS) continue;
        const expected = `nearly all calls answered, at the latest ${withinS} s after the storm`;
        const came = after === undefined ? 'no recovery' : `recovery after ${after} s`;
        throw new CaseFailed({ given, expected, came: `${came}, seed ${seed}` });
      }
    },
  };
}

/** The learner's choice, with chapter 07's pauses added. */
function chosen(
  retriesFor: Exports['retriesFor'],
  load: number,
): [given: string, Retries & { baseMs: number; maxMs: number }] {
  const call = `retriesFor(${load})`;
  const came = expectResult(call, () => retriesFor(load)) as Partial<Retries> | null | undefined;
  const { attempts = NaN, budget = NaN, reserve = NaN } = came ?? {};
  const areNumbers = [attempts, budget, reserve].every((each) => Number.isFinite(each));
  if (!areNumbers || attempts < 1 || budget < 0 || reserve < 0) {
    const expected = 'numbers: attempts of 1 or more, a budget and a reserve of 0 or more';
    throw new CaseFailed({ given: call, expected, came: show(came) });
  }
  const given = `${call}, which is attempts ${attempts}, budget ${budget.toPrecision(3)}, reserve ${reserve}`;
  return [given, { attempts, budget, reserve, baseMs: 20, maxMs: 1_000 }];
}

function total(each: readonly Second[], what: keyof Second): number {
  return each.reduce((sum, second) => sum + second[what], 0);
}
