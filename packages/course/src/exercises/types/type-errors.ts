// TypeScript's errors in a learner's file, in a form that can be sent between processes.

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

/** The request to the checking process: the file, and an id that the response repeats. */
export interface CheckRequest {
  readonly id: number;
  readonly file: string;
}

export interface CheckResponse extends TypeErrors {
  readonly id: number;
}
