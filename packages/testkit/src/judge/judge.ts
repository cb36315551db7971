// The judge of an exercise: stages in the task's order, each with its cases. A
// judge looks at behaviour and at error codes, never at the wording of a message.

/** What a judge gets: the learner's file. */
export interface Learner {
  /** Absolute. */
  readonly file: string;
  /** The command that runs the file as a program. */
  readonly command: readonly string[];
}

export interface JudgedCase<Exports> {
  /**
   * What correct code does: `a frame cut in two comes out whole`.
   */
  readonly title: string;
  /** The heading in the task that says so. */
  readonly section: string;
  /** Throws a CaseFailed, or whatever the learner's code throws. */
  readonly run: (exports: Exports, learner: Learner) => void | Promise<void>;
}

/** How one case ended: `failure` is undefined if it passed. */
export interface CaseOutcome {
  readonly title: string;
  readonly section: string;
  readonly failure: Failure | undefined;
}

/**
 * A part of an exercise that is judged separately, after the parts before it have passed.
 */
export interface JudgedStage<Exports> {
  readonly title: string;
  /** What the learner's file must export before any case of this stage can run. */
  readonly names: readonly (keyof Exports & string)[];
  readonly cases: readonly JudgedCase<Exports>[];
  /** Cases that are judged together, such as those of the conformance suite. */
  readonly together?: {
    readonly count: number;
    readonly judge: (
      learner: Learner,
      report: (outcome: CaseOutcome) => void,
      options: TogetherOptions,
    ) => Promise<void>;
  };
}

export interface TogetherOptions {
  /** Judge every case, even after a failure. */
  readonly all: boolean;
  /**
   * Called when one of the cases has a verdict; verdicts are reported later, in order.
   */
  readonly progress: (failed: boolean) => void;
}

export interface Judge<Exports> {
  readonly stages: readonly JudgedStage<Exports>[];
  /** No case takes longer than this many milliseconds of machine time. Default: 5,000. */
  readonly caseLimitMs?: number;
  /**
   * How many cases of a stage may run at the same time. More than 1 only where each case
   * runs the learner's file in processes of its own. Default: 1.
   */
  readonly atOnce?: number;
}

/** Checks the judge's type where it is defined. */
export function defineJudge<Exports>(judge: Judge<Exports>): Judge<Exports> {
  return judge;
}

/** A wrong variant of a solution, which the judge must catch. */
export interface WrongVariant {
  /** The mistake, in a few words. */
  readonly change: string;
  /** Text that occurs in the solution exactly once … */
  readonly find: string;
  /** … and its replacement. */
  readonly replace: string;
  /** The title of the case that must be the first to fail, or a part of it. */
  readonly caughtBy: string | RegExp;
}

/**
 * The bug in a "break it" exercise: how the learner's copy differs from the chapter's
 * source, which is the solution.
 */
export interface Fault extends WrongVariant {
  /** Why that is wrong, in Markdown. It is shown together with the difference. */
  readonly why: string;
}

/** What a learner sees about a failed case. */
export interface Failure {
  readonly given?: string;
  readonly expected: string;
  readonly came: string;
  /** Both sides as hex, if they are bytes. */
  readonly bytes?: { readonly expected: string; readonly came: string };
  /**
   * The lines of the learner's code that led to it: `my/rpc/client.ts:24 →
   * my/rpc/calls.ts:33`.
   */
  readonly at?: string;
  /** The usual cause, in one sentence. */
  readonly note?: string;
  /** What a program was sent and what it answered, line by line. */
  readonly exchange?: readonly string[];
  /** The last lines that the program printed on standard error. */
  readonly log?: readonly string[];
  /** The command that runs this case alone. */
  readonly again?: string;
}

export class CaseFailed extends Error {
  override readonly name = 'CaseFailed';

  /** @param options cause: the exception of the learner's code, if that is the failure */
  constructor(
    readonly failure: Failure,
    options?: { readonly cause: unknown },
  ) {
    super(`expected ${failure.expected}, but ${failure.came}`, options);
  }
}
