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
    }
  /**
   * A case begins. If nothing follows, it is the one that hangs, or ended the process.
   */
  | { readonly type: 'begins'; readonly title: string; readonly section: string }
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
