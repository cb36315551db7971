// Where the answers of the timed runs go.

import { touch } from './touch';

/**
 * Touches every answer and keeps a sum of what it read, so that V8 cannot leave out work
 * whose result is never used. JMH calls this a blackhole.
 */
export class Sink {
  #sum = 0;

  take(answer: unknown): void {
    this.#sum = (this.#sum + touch(answer)) | 0;
  }

  /** Depends on every answer. */
  get sum(): number {
    return this.#sum;
  }
}
