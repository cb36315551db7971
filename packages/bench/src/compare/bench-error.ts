// The one error of the harness: match on `code`. All of the benchmarks use it; no chapter
// does.

/** What can end a comparison. */
export type BenchErrorCode =
  /** The options contradict themselves or lie outside their bounds. Nothing was run. */
  | 'BAD_OPTIONS'
  /**
   * Two contenders gave different answers for one input: their times must not be
   * compared.
   */
  | 'ANSWERS_DIFFER'
  /**
   * A contender threw, or rejected, in `setup`, `run` or `teardown`; the cause is what it
   * threw.
   */
  | 'CONTENDER_FAILED'
  /** The bound on the total time was passed before one whole round was done. */
  | 'OUT_OF_TIME'
  /** The caller's signal was aborted. */
  | 'ABORTED';

export class BenchError extends Error {
  override readonly name = 'BenchError';
  readonly code: BenchErrorCode;

  constructor(code: BenchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What was thrown, as text for a message. */
export function describeThrown(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
