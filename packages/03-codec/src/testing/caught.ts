// The parts of a thrown error that tests check: code, exact message and offset. They
// don't check the class, because a learner may name it freely.

export interface Caught {
  readonly code?: string;
  readonly message: string;
  readonly offset?: number;
  readonly picture?: string;
}

/** The error that `run` throws. Fails if it does not throw. */
export function caught(run: () => unknown): Caught {
  try {
    run();
  } catch (error) {
    return error as Caught;
  }
  throw new Error('expected an error, none was thrown');
}
