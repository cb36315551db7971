// One call to callWithRetries, with attempts that fail and a clock that the judge moves.

import { CaseFailed, show } from '@bytes-up/testkit';

export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

interface Budget {
  earn(): void;
  spend(): boolean;
}

export interface Exports {
  pauseMs: (attempt: number, backoff: Backoff, random: () => number) => number;
  RetryBudget: new (options: { perCall: number; reserve: number }) => Budget;
  callWithRetries: (attempt: () => Promise<string>, options: object) => Promise<string>;
}

export const BACKOFF: Backoff = { baseMs: 20, maxMs: 1_000 };

export interface Plan {
  /** How many attempts fail before one succeeds. */
  readonly fails: number;
  readonly attempts?: number;
  readonly timeoutMs?: number;
  /** How long each attempt takes. */
  readonly attemptMs?: number;
  readonly reserve?: number;
  readonly mayRetry?: boolean | ((error: unknown) => boolean);
  readonly own?: Budget;
}

export interface Outcome {
  readonly result?: string;
  readonly error?: string;
  readonly slept: readonly number[];
  readonly attempts: number;
  /** Retries left in the budget afterwards. */
  readonly left: number;
}

export async function runPlan(exports: Exports, plan: Plan, given: string): Promise<Outcome> {
  const { fails, attempts = 3, timeoutMs = 10_000, attemptMs = 0, reserve = 3 } = plan;
  const { mayRetry = true } = plan;
  const own = plan.own ?? new exports.RetryBudget({ perCall: 0, reserve });
  const slept: number[] = [];
  let nowMs = 1_000_000;
  let made = 0;
  let isAsleep = false;
  /** The attempt that did not wait for the end of its pause. */
  let early: number | undefined;
  const attempt = async (): Promise<string> => {
    made++;
    if (isAsleep) early ??= made;
    if (made > 20) throw new CaseFailed({ given, expected: 'an end', came: '21 attempts' });
    nowMs += attemptMs;
    await Promise.resolve();
    if (made <= fails) throw new Error(`attempt ${made}`);
    return `attempt ${made}`;
  };
  const options = {
    attempts,
    timeoutMs,
    backoff: BACKOFF,
    budget: own,
    mayRetry: (error: unknown) => (typeof mayRetry === 'boolean' ? mayRetry : mayRetry(error)),
    random: () => 0.5,
    now: () => nowMs,
    sleep: async (ms: number) => {
      slept.push(ms);
      isAsleep = true;
      await new Promise(setImmediate);
      isAsleep = false;
      nowMs += ms;
    },
  };
  const ended = await settle(() => exports.callWithRetries(attempt, options), given);
  if (early !== undefined) {
    const expected = `attempt ${early} after the promise of sleep has resolved`;
    throw new CaseFailed({ given, expected, came: `attempt ${early} before that` });
  }
  let left = 0;
  if (plan.own === undefined) while (left < 100 && own.spend()) left++;
  return { ...ended, slept, attempts: made, left };
}

/** Reports one of our errors by its message; any other one fails the case. */
async function settle(
  call: () => Promise<string>,
  given: string,
): Promise<{ result: string } | { error: string }> {
  try {
    return { result: await call() };
  } catch (error) {
    if (error instanceof CaseFailed) throw error;
    const { message = '' } = error as Error;
    if (/^attempt \d+$/.test(message)) return { error: message };
    const expected = 'a result, or the error of an attempt';
    throw new CaseFailed({ given, expected, came: show(error) }, { cause: error });
  }
}
