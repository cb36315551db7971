// A goal and its result: the target, the measured ratio, and whether the goal is met. It
// is always computed, never written by hand.

import type { Spread } from './statistics';

/** `at least` or `at most` a ratio. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

export interface Goal {
  readonly text: string;
  /** Null for a ratio that is shown beside a goal to explain it. */
  readonly target: Target | null;
  /** Null if it was not measured. */
  readonly measured: Spread | null;
  /** Decided by the median. */
  readonly verdict: 'met' | 'not met' | 'not measured' | 'no goal';
}

export function judge(text: string, target: Target | null, measured: Spread | undefined): Goal {
  if (measured === undefined) return { text, target, measured: null, verdict: 'not measured' };
  if (target === null) return { text, target, measured, verdict: 'no goal' };
  const isMet =
    'atLeast' in target ? measured.median >= target.atLeast : measured.median <= target.atMost;
  return { text, target, measured, verdict: isMet ? 'met' : 'not met' };
}
