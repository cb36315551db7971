// What a judge's process reports to the runner: one JSON object in each line of its file
// descriptor 3, so that whatever the learner prints cannot get in between.

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
      /** Of `yours`, what is the course's own code, imported and exported again. */
      readonly ours: readonly string[];
    }
  /**
   * A case begins. If nothing follows, it is the one that hangs, or ended the process.
   */
  | { readonly type: 'begins'; readonly stage: number; readonly title: string }
  /** What the learner's code is given in this case. The last one counts. */
  | { readonly type: 'given'; readonly given: string }
  /** How many of a stage's cases that are judged together have a verdict. */
  | { readonly type: 'progress'; readonly stage: number; readonly done: number }
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
