// What a client learns about servers by calling them (chapter 15): who fails gets less of
// the load, who fails again gets none for a while, and then one call to prove itself. A
// registry says who is there; this says who is well.

import type { Candidate } from './policy';

/** Times in milliseconds. */
export interface HealthOptions {
  /** So many errors within the window, and a server is ejected. Default 3 in 10,000. */
  readonly maxErrors: number;
  readonly windowMs: number;
  /**
   * How long the first ejection lasts; each further one twice as long, up to the longest.
   * Default 1,000 and 30,000.
   */
  readonly ejectMs: number;
  readonly maxEjectMs: number;
  /**
   * No weight is halved below this share of itself. Never zero: who gets no calls cannot
   * show that he is well. Default 1/8.
   */
  readonly floor: number;
}

export const DEFAULT_HEALTH: HealthOptions = {
  maxErrors: 3,
  windowMs: 10_000,
  ejectMs: 1_000,
  maxEjectMs: 30_000,
  floor: 1 / 8,
};

interface Remembered {
  /** When it failed, within the window. */
  errors: number[];
  /** Its share of its own weight: 1 while all is well. */
  factor: number;
  ejections: number;
  /** Out until then; undefined while it is in. */
  ejectedUntilMs: number | undefined;
  /** The one call by which an ejected server is tried, while it is in flight. */
  probe: number | undefined;
  /**
   * The first call that began after the server was last ejected or taken back. Failures
   * of earlier calls are old news.
   */
  firstCall: number;
}

export class Health {
  readonly #records = new Map<string, Remembered>();
  readonly #options: HealthOptions;
  /** The number of the latest call. */
  #calls = 0;
  /**
   * Since the last call that was answered, there was a moment when every server was out.
   */
  #wereAllOut = false;

  constructor(
    options: Partial<HealthOptions> = {},
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#options = { ...DEFAULT_HEALTH, ...options };
  }

  // #region report
  /**
   * A call was answered. A server that was out is in again, and a weight that was halved
   * is doubled.
   */
  succeeded(key: string): void {
    if (this.#wereAllOut) this.#beginAnew();
    const record = this.#records.get(key);
    if (record === undefined) return;
    if (record.ejectedUntilMs !== undefined) {
      record.ejectedUntilMs = undefined;
      record.probe = undefined;
      record.errors = [];
      record.firstCall = this.#calls + 1;
    }
    record.factor = Math.min(1, 2 * record.factor);
    this.#dropOld(record);
    if (record.factor === 1 && record.errors.length === 0) record.ejections = 0;
  }

  /**
   * A call failed by the server's fault: no connection, no answer, an answer that says
   * so. Three of them eject the server. While it is out, only its probe counts: the other
   * calls that were in flight say nothing that the first three did not say.
   * @param call what `begins` gave for it; by default the probe, or else the latest call
   */
  failed(key: string, call?: number): void {
    const { maxErrors, floor } = this.#options;
    const record = this.#record(key);
    if (record.ejectedUntilMs !== undefined) {
      if (record.probe !== undefined && (call ?? record.probe) === record.probe)
        this.#eject(record);
      return;
    }
    if ((call ?? Infinity) < record.firstCall) return;
    record.factor = Math.max(floor, record.factor / 2);
    record.errors.push(this.now());
    this.#dropOld(record);
    if (record.errors.length >= maxErrors) this.#eject(record);
  }

  #eject(record: Remembered): void {
    const { ejectMs, maxEjectMs } = this.#options;
    const lastsMs = Math.min(maxEjectMs, ejectMs * 2 ** record.ejections);
    record.ejections++;
    record.ejectedUntilMs = this.now() + lastsMs;
    record.probe = undefined;
    record.firstCall = this.#calls + 1;
  }

  /**
   * A call ended that says nothing about the server: its caller gave up. If it was the
   * probe, another call may be one.
   */
  endedWithoutVerdict(key: string, call?: number): void {
    const record = this.#records.get(key);
    if (record !== undefined && (call ?? record.probe) === record.probe) record.probe = undefined;
  }
  // #endregion report

  // #region candidates
  /**
   * Those that may be called now, with the weights that they have earned. One whose
   * ejection is over is among them for one call. When every server is out, every server
   * is in: a call that may fail is better than one that cannot be made.
   */
  candidates<C extends Candidate>(all: readonly C[]): readonly C[] {
    if (all.length > 0 && all.every(({ key }) => this.isEjected(key))) this.#wereAllOut = true;
    const well = all.filter(({ key }) => this.#mayBeCalled(key));
    const chosen = well.length > 0 ? well : all;
    return chosen.map((one) => {
      const factor = this.#records.get(one.key)?.factor ?? 1;
      return factor === 1 ? one : { ...one, weight: one.weight * factor };
    });
  }

  /**
   * A call to this server begins. If the server's ejection is over, the call is its
   * probe, and until it ends there is no other one.
   * @returns the call's number, for `failed` and `endedWithoutVerdict`
   */
  begins(key: string): number {
    const call = ++this.#calls;
    const record = this.#records.get(key);
    if (record?.ejectedUntilMs !== undefined && this.#mayBeCalled(key)) record.probe = call;
    return call;
  }

  /**
   * Every server was out, and now one answers: an outage is over. It may have been the
   * network's, or this client's own, and how often a server failed meanwhile says nothing
   * about the server. So each that is still out is tried by the next call.
   */
  #beginAnew(): void {
    this.#wereAllOut = false;
    for (const record of this.#records.values()) {
      record.ejections = 0;
      record.factor = 1;
      record.errors = [];
      if (record.ejectedUntilMs !== undefined) record.ejectedUntilMs = this.now();
    }
  }
  // #endregion candidates

  isEjected(key: string): boolean {
    return this.#records.get(key)?.ejectedUntilMs !== undefined;
  }

  /** A server is no longer in the list: nothing is remembered of it. */
  forget(key: string): void {
    this.#records.delete(key);
  }

  #mayBeCalled(key: string): boolean {
    const record = this.#records.get(key);
    if (record?.ejectedUntilMs === undefined) return true;
    return this.now() >= record.ejectedUntilMs && record.probe === undefined;
  }

  #record(key: string): Remembered {
    const known = this.#records.get(key);
    if (known !== undefined) return known;
    const fresh: Remembered = {
      errors: [],
      factor: 1,
      ejections: 0,
      ejectedUntilMs: undefined,
      probe: undefined,
      firstCall: 0,
    };
    this.#records.set(key, fresh);
    return fresh;
  }

  #dropOld(record: Remembered): void {
    const oldestMs = this.now() - this.#options.windowMs;
    record.errors = record.errors.filter((atMs) => atMs > oldestMs).slice(-this.#options.maxErrors);
  }
}
