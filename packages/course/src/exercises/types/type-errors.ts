// What TypeScript says about a learner's file, in a form that travels between processes.

export interface TypeError {
  readonly line: number;
  /** The first line of TypeScript's message. */
  readonly message: string;
}

/** The first errors of a file, and how many there are. */
export interface TypeErrors {
  readonly first: readonly TypeError[];
  readonly count: number;
}

/** To the process that checks: the file, and a number that its answer repeats. */
export interface CheckRequest {
  readonly id: number;
  readonly file: string;
}

export interface CheckResponse extends TypeErrors {
  readonly id: number;
}
