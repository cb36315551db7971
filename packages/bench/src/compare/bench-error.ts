// The only error of the harness: match on `code`. All benchmarks use it, no chapter does.

/** Why a comparison has failed. */
export type BenchErrorCode =
  /** An option is out of range, or contradicts another one. Nothing was run. */
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
  /** The time limit left no time for one complete round. */
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
