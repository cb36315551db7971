// What runner.ts, rounds.ts and again.ts share: a run's options, servers and verdicts,
// and the gate that all runs of this process pass.

import type { AttemptOptions } from './attempt';
import { Gate } from './gate';
import type { Instances } from './instances';
import type { PlannedCase } from './plan';
import type { Result } from './result';
import type { StallWatch } from './stall-watch';
import type { Verdicts } from './verdicts';

export interface RunOptions extends AttemptOptions {
  readonly cases: readonly PlannedCase[];
  /** Called with each verdict as soon as it is known. */
  readonly onResult?: (result: Result) => void;
  /** The case that finds out whether several clients are served, if not in `cases`. */
  readonly crowd?: PlannedCase | undefined;
  /** Called with a note for the reader of the report. */
  readonly onNote?: (note: string) => void;
  /**
   * Whether to judge a case again that failed while the machine stalled. Default: true.
   */
  readonly judgeAgain?: boolean;
  /**
   * Begin no case that comes after one that has failed, and do not wait for those that
   * have begun. Those have no result; what they started themselves ends with them, or
   * with this process. Default: false.
   */
  readonly failFast?: boolean;
}

export interface RunContext {
  readonly options: RunOptions;
  readonly instances: Instances;
  readonly stalls: StallWatch;
  readonly verdicts: Verdicts;
}

/** While a case is judged again, no run of this process begins another one. */
export const begins = new Gate();
