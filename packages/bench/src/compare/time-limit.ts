// The limit on the total time, and the caller's abort signal. Both are checked between
// two samples, and also while an asynchronous step runs. Synchronous work cannot be
// interrupted from within its process.

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

  /** @throws BenchError ABORTED or OUT_OF_TIME, with `where` the time expired */
  check(where: string): void {
    this.checkSignal();
    if (!this.hasTimeFor(0)) throw this.outOfTime(`expired ${where}`);
  }

  /** @throws BenchError ABORTED */
  checkSignal(): void {
    if (this.#signal?.aborted) throw aborted();
  }

  /**
   * Waits for one asynchronous step. A step that takes `maxTotalMs` by itself is
   * considered hung.
   * @throws BenchError OUT_OF_TIME, or ABORTED if the signal fires first, after calling
   * `onTimeoutOrAbort`
   */
  async race<T>(
    step: Promise<T>,
    where: string,
    onTimeoutOrAbort: () => void = () => {},
  ): Promise<T> {
    const signal = this.#signal;
    let timer: NodeJS.Timeout | undefined;
    let onAbort: (() => void) | undefined;
    const timeoutOrAbort = new Promise<never>((_resolve, reject) => {
      const fail = (error: BenchError): void => {
        onTimeoutOrAbort();
        reject(error);
      };
      timer = setTimeout(() => fail(this.outOfTime(`expired ${where}`)), this.#maxTotalMs);
      onAbort = () => fail(aborted());
      signal?.addEventListener('abort', onAbort);
    });
    try {
      return await Promise.race([step, timeoutOrAbort]);
    } finally {
      clearTimeout(timer);
      if (onAbort) signal?.removeEventListener('abort', onAbort);
    }
  }

  /** @param what completes "maxTotalMs N …" */
  outOfTime(what: string): BenchError {
    return new BenchError('OUT_OF_TIME', `maxTotalMs ${this.#maxTotalMs} ${what}`);
  }
}

function aborted(): BenchError {
  return new BenchError('ABORTED', 'aborted by the caller');
}
