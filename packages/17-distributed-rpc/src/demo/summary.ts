// A run in figures: what its picture and its tables are drawn from. A recorded run is
// kept for the page as these figures, in fault-run.json.

import type { Call } from './load';
import type { Report } from './run';

/** The run's time is divided into so many equal parts. */
export const PARTS = 72;

export interface Summary {
  readonly lastsMs: number;
  /** By a server's letter: the attempts that it answered in each part of the time. */
  readonly answered: Readonly<Record<string, readonly number[]>>;
  /** In each part: failed attempts that another one followed, and calls that failed. */
  readonly retried: readonly number[];
  readonly lost: readonly number[];
  readonly faults: readonly FaultSummary[];
  readonly calls: readonly CallSummary[];
}

export interface FaultSummary {
  readonly name: string;
  readonly atMs: number;
  /** From the damage until the client's list was correct again. */
  readonly listRightAfterMs: number;
  readonly failedAttempts: number;
  /** From the damage until the last attempt that failed; absent if none did. */
  readonly lastFailureAfterMs?: number;
}

export interface CallSummary {
  readonly kind: Call['kind'];
  readonly made: number;
  readonly lost: number;
  /** By the store; absent for calls that it does not count. */
  readonly counted?: number;
  readonly longestMs: number;
}

export function summaryOf({ calls, attempts, happened, counted, lastsMs }: Report): Summary {
  const count = (times: readonly number[]): number[] => {
    const counts = new Array<number>(PARTS).fill(0);
    for (const atMs of times)
      counts[Math.min(PARTS - 1, Math.floor((atMs / lastsMs) * PARTS))]! += 1;
    return counts;
  };
  const letters = [...new Set(attempts.map(({ letter }) => letter))].sort();
  const answered = letters.map((letter) => {
    const own = attempts.filter((each) => each.letter === letter && each.code === undefined);
    return [letter, count(own.map(({ atMs }) => atMs))] as const;
  });
  return {
    lastsMs: Math.round(lastsMs),
    answered: Object.fromEntries(answered),
    retried: count(attempts.filter(({ isRetried }) => isRetried).map(({ atMs }) => atMs)),
    lost: count(calls.flatMap(({ code, atMs, tookMs }) => (code ? [atMs + tookMs] : []))),
    faults: happened.map(({ fault, atMs, settledAtMs, lastFailureAtMs, failures }) => ({
      name: fault.name,
      atMs: Math.round(atMs),
      listRightAfterMs: Math.round(settledAtMs - atMs),
      failedAttempts: failures,
      ...(lastFailureAtMs === undefined
        ? {}
        : { lastFailureAfterMs: Math.round(lastFailureAtMs - atMs) }),
    })),
    calls: (['read', 'plain', 'keyed'] as const).map((kind) => {
      const some = calls.filter((call) => call.kind === kind);
      return {
        kind,
        made: some.length,
        lost: some.filter(({ code }) => code !== undefined).length,
        ...(kind === 'read' ? {} : { counted: counted[kind] }),
        longestMs: Math.round(Math.max(...some.map(({ tookMs }) => tookMs))),
      };
    }),
  };
}
