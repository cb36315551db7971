// The bound on the total time, and the caller's wish to stop. Both are looked at between
// two samples; what is asynchronous is also given up while it hangs. Synchronous work
// cannot be interrupted from within its process.

import { BenchError } from './bench-error';

export class TimeLimit {
  readonly #startMs: number;
  readonly #maxTotalMs: number;
  readonly #now: () => number;
  readonly #signal: AbortSignal | undefined;

  constructor(maxTotalMs: number, now: () => number, signal: AbortSignal | undefined) {
    this.#maxTotalMs = maxTotalMs;
    this.#now = now;
    this.#signal = signal;
    this.#startMs = now();
  }

  get elapsedMs(): number {
    return this.#now() - this.#startMs;
  }

  /** Whether something that takes this long would still end in time. */
  hasTimeFor(predictedMs: number): boolean {
    return this.elapsedMs + predictedMs <= this.#maxTotalMs;
  }

  /** @throws BenchError ABORTED or OUT_OF_TIME. `where` is as in outOfTime. */
  check(where: string): void {
    this.checkSignal();
    if (!this.hasTimeFor(0)) throw this.outOfTime(where);
  }

  /** @throws BenchError ABORTED */
  checkSignal(): void {
    if (this.#signal?.aborted) throw aborted();
  }

  /**
   * Waits for one asynchronous step. A step that alone takes `maxTotalMs` is taken for
   * hung.
   * @throws BenchError OUT_OF_TIME, or ABORTED when the signal fires first; `onGivenUp`
   * runs before.
   */
  async race<T>(step: Promise<T>, where: string, onGivenUp: () => void = () => {}): Promise<T> {
    const signal = this.#signal;
    let timer: NodeJS.Timeout | undefined;
    let onAbort: (() => void) | undefined;
    const givenUp = new Promise<never>((_resolve, reject) => {
      const giveUp = (error: BenchError): void => {
        onGivenUp();
        reject(error);
      };
      timer = setTimeout(() => giveUp(this.outOfTime(where)), this.#maxTotalMs);
      onAbort = () => giveUp(aborted());
      signal?.addEventListener('abort', onAbort);
    });
    try {
      return await Promise.race([step, givenUp]);
    } finally {
      clearTimeout(timer);
      if (onAbort) signal?.removeEventListener('abort', onAbort);
    }
  }

  /** The error that says so; `where` completes "maxTotalMs … was over …". */
  outOfTime(where: string): BenchError {
    return new BenchError('OUT_OF_TIME', `maxTotalMs ${this.#maxTotalMs} was over ${where}`);
  }
}

function aborted(): BenchError {
  return new BenchError('ABORTED', 'the comparison was stopped');
}
