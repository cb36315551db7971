// What a test looks at when something is thrown: code, exact message, offset. Not the
// class, which a learner may name as they like.

export interface Caught {
  readonly code?: string;
  readonly message: string;
  readonly offset?: number;
  readonly picture?: string;
}

/** The error that `run` throws; fails when it throws none. */
export function caught(run: () => unknown): Caught {
  try {
    run();
  } catch (error) {
    return error as Caught;
  }
  throw new Error('expected an error, none was thrown');
}
