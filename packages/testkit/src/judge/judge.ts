// What the judge of an exercise is: stages in the task's order, each with its cases. A
// judge looks at behaviour and at error codes, never at the wording of a message.

/** What a judge is given: the learner's file. */
export interface Learner {
  /** Absolute. */
  readonly file: string;
  /** The command that runs the file as a program of its own. */
  readonly command: readonly string[];
}

export interface JudgedCase<Exports> {
  /**
   * What the learner's code does when it is right: `a frame cut in two comes out whole`.
   */
  readonly title: string;
  /** The heading of the task that says so. */
  readonly section: string;
  /** Throws a CaseFailed, or whatever the learner's code throws. */
  readonly run: (exports: Exports, learner: Learner) => void | Promise<void>;
}

/** How one case ended: `failure` is undefined when it passed. */
export interface CaseOutcome {
  readonly title: string;
  readonly section: string;
  readonly failure: Failure | undefined;
}

/**
 * A part of an exercise that is judged by itself, after the parts before it have passed.
 */
export interface JudgedStage<Exports> {
  readonly title: string;
  /** What the learner's file must export before any case of this stage can run. */
  readonly names: readonly (keyof Exports & string)[];
  readonly cases: readonly JudgedCase<Exports>[];
  /** Cases that are judged in one go, such as those of the conformance suite. */
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
  /** Judge every case, also after a failure. */
  readonly all: boolean;
  /** Called when one of the cases has a verdict; it is reported later, in their order. */
  readonly progress: () => void;
}

export interface Judge<Exports> {
  readonly stages: readonly JudgedStage<Exports>[];
  /** No case takes longer than this many milliseconds of machine time. Default: 5,000. */
  readonly caseLimitMs?: number;
}

/** Checks the judge's type where it is written. */
export function defineJudge<Exports>(judge: Judge<Exports>): Judge<Exports> {
  return judge;
}

/** A wrong variant of a solution, which the judge must catch. */
export interface WrongVariant {
  /** The mistake, in a few words. */
  readonly change: string;
  /** Text that occurs in the solution exactly once … */
  readonly find: string;
  /** … and what stands there instead. */
  readonly replace: string;
  /** The title of the case that must be the first to fail. */
  readonly caughtBy: string;
}

/**
 * The fault of an exercise of the kind "break it": how the learner's copy differs from
 * the chapter's source, which is the solution.
 */
export interface Fault extends WrongVariant {
  /** Why that is wrong, in Markdown. It is shown together with the difference. */
  readonly why: string;
}

/** What a learner is told about a case that failed. */
export interface Failure {
  readonly given?: string;
  readonly expected: string;
  readonly came: string;
  /** Both sides as hex, where they are bytes. */
  readonly bytes?: { readonly expected: string; readonly came: string };
  /** The learner's lines that led to it: `my/rpc/client.ts:24 → my/rpc/calls.ts:33`. */
  readonly at?: string;
  /** The usual reason, in a sentence. */
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

  /** @param options cause: what the learner's code threw, if that is the failure */
  constructor(
    readonly failure: Failure,
    options?: { readonly cause: unknown },
  ) {
    super(`expected ${failure.expected}, but ${failure.came}`, options);
  }
}
