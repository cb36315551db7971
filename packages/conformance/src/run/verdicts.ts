// The verdicts of a run, and whether the run may end with those that are there.

import type { PlannedCase } from './plan';
import type { Result } from './result';

export interface VerdictsOptions {
  /** End with the first failure (see `enough`). Default: false. */
  readonly failFast?: boolean | undefined;
  /** Called with each verdict as soon as it is known. */
  readonly onResult?: ((result: Result) => void) | undefined;
}

export class Verdicts {
  /** Ids, in the order in which the cases begin. */
  readonly #ids: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #failFast: boolean;
  readonly #onResult: (result: Result) => void;
  readonly #results = new Map<string, Result>();
  /** All cases before this one in `#ids` have their verdicts, and none has failed. */
  #next = 0;
  /** The place of the first case that has failed. */
  #firstFailure = Infinity;
  #areEnough = false;
  #resolve = (): void => undefined;
  /**
   * With failFast: resolves when the first case that failed has its verdict, and so has
   * each that began before it. Cases that began later may still be running then.
   */
  readonly enough = new Promise<void>((resolve) => (this.#resolve = resolve));

  /** @param cases in the order in which they begin */
  constructor(
    cases: readonly PlannedCase[],
    { failFast = false, onResult = () => undefined }: VerdictsOptions = {},
  ) {
    this.#ids = cases.map(({ case: one }) => one.id);
    this.#places = new Map(this.#ids.map((id, place) => [id, place]));
    this.#failFast = failFast;
    this.#onResult = onResult;
  }

  /** After `enough`, verdicts are dropped: the run has ended without them. */
  settle(...results: readonly Result[]): void {
    if (this.#areEnough) return;
    for (const result of results) {
      this.#results.set(result.case.id, result);
      if (result.verdict === 'fail')
        this.#firstFailure = Math.min(this.#firstFailure, this.#placeOf(result.case.id));
      this.#onResult(result);
    }
    if (this.#failFast && this.#firstFailureIsKnown()) {
      this.#areEnough = true;
      this.#resolve();
    }
  }

  /** Whether this case is to begin: with failFast, not behind one that has failed. */
  want({ case: { id } }: PlannedCase): boolean {
    return !this.#failFast || this.#placeOf(id) < this.#firstFailure;
  }

  /** Whether `enough` has resolved. */
  get areEnough(): boolean {
    return this.#areEnough;
  }

  /** The results of those of these cases that have one. */
  of(cases: readonly PlannedCase[]): readonly Result[] {
    return cases.flatMap(({ case: one }) => this.#results.get(one.id) ?? []);
  }

  #placeOf(id: string): number {
    return this.#places.get(id) ?? Infinity;
  }

  #firstFailureIsKnown(): boolean {
    for (; this.#next < this.#ids.length; this.#next++) {
      const result = this.#results.get(this.#ids[this.#next]!);
      if (result === undefined) return false;
      if (result.verdict === 'fail') return true;
    }
    return false;
  }
}
