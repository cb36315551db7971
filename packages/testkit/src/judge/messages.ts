// What a judge's process reports to the runner: one JSON object per line on file
// descriptor 3, so that the learner's output cannot get in between.

import type { CaseOutcome } from './judge';

export type JudgeMessage =
  | {
      readonly type: 'stages';
      readonly stages: readonly { readonly title: string; readonly cases: number }[];
      readonly caseLimitMs: number;
    }
  /** Which of the judged names the learner's file exports. */
  | {
      readonly type: 'names';
      readonly yours: readonly string[];
      readonly missing: readonly string[];
      /** Those of `yours` that are the course's own code, re-exported. */
      readonly ours: readonly string[];
    }
  /**
   * A case begins. If nothing follows, this case hangs or ended the process.
   */
  | { readonly type: 'begins'; readonly stage: number; readonly title: string }
  /** The input of the learner's code in this case. The last one counts. */
  | { readonly type: 'given'; readonly given: string }
  /** How many cases of the stage have a verdict, and how many of those have failed. */
  | {
      readonly type: 'progress';
      readonly stage: number;
      readonly done: number;
      readonly failed: number;
    }
  | { readonly type: 'outcome'; readonly stage: number; readonly outcome: CaseOutcome }
  /** Nothing can be judged: the file does not load, or exports none of the names. */
  | {
      readonly type: 'unjudged';
      readonly reason: 'does not load' | 'exports nothing judged';
      readonly why: string;
      readonly at?: string;
    }
  | { readonly type: 'over' };

export const REPORT_FD = 3;

/** Marks, in the standard output of a judge's process, where a case begins. */
export const CASE_MARK = '\u0000\u0000a case begins\u0000\u0000';
