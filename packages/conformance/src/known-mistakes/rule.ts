// How a known mistake is recognized, and what its author is told.

export interface Diagnosis {
  /** The name of the mutant, if there is one. */
  readonly mistake: string;
  /** What the server seems to do wrong, and what to do instead. */
  readonly text: string;
}

export interface Rule extends Diagnosis {
  /** All of these cases fail … */
  readonly fails: readonly string[];
  /** … and none of these. */
  readonly passes?: readonly string[];
  /** A line in the transcript of the first of those cases matches this. */
  readonly seen?: RegExp;
}
