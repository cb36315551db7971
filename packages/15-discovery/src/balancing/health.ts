// What a client learns about servers by calling them (chapter 15). A server that fails
// gets less load. One that fails repeatedly is ejected for a while, and then gets one
// call as a probe. The registry says which servers exist; this says which of them work.

import { withDefaults } from '@bytes-up/client';
import type { Candidate } from './policy';

/** Times in milliseconds. */
export interface HealthOptions {
  /** So many errors within the window eject a server. Default 3 in 10,000. */
  readonly maxErrors: number;
  readonly windowMs: number;
  /**
   * The first ejection, and the longest: each further one doubles. Default 1,000, 30,000.
   */
  readonly ejectMs: number;
  readonly maxEjectMs: number;
  /**
   * No weight is halved below this share of it. It must not be zero, because a server
   * without calls cannot show that it works again. Default 1/8.
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
  /** The times of its failures within the window. */
  errors: number[];
  /** The factor of its weight: 1 while it works. */
  factor: number;
  ejections: number;
  /** It is ejected until then; undefined while it is not. */
  ejectedUntilMs: number | undefined;
  /** The call that probes an ejected server, while it is in flight. */
  probe: number | undefined;
  /**
   * The first call since the server was last ejected or readmitted. Failures of earlier
   * calls no longer count.
   */
  firstCall: number;
}

export class Health {
  readonly #records = new Map<string, Remembered>();
  readonly #options: HealthOptions;
  /** The number of the latest call. */
  #calls = 0;
  /** All servers were ejected at some moment since the last answered call. */
  #wereAllOut = false;
  #revision = 0;
  /** When an ejection expires next. */
  #nextExpiryMs = Infinity;

  constructor(
    options: Partial<HealthOptions> = {},
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#options = withDefaults(DEFAULT_HEALTH, options);
  }

  // #region report
  /**
   * A call was answered. An ejected server is readmitted, and a halved weight is doubled.
   */
  succeeded(key: string): void {
    if (this.#wereAllOut) this.#beginAnew();
    const record = this.#records.get(key);
    if (record === undefined) return;
    const wasWell = record.ejectedUntilMs === undefined && record.factor === 1;
    if (record.ejectedUntilMs !== undefined) {
      record.ejectedUntilMs = undefined;
      record.probe = undefined;
      record.errors = [];
      record.firstCall = this.#calls + 1;
    }
    record.factor = Math.min(1, 2 * record.factor);
    this.#dropOld(record);
    if (record.factor === 1 && record.errors.length === 0) record.ejections = 0;
    if (!wasWell) this.#changed();
  }

  /**
   * A call failed because of the server: no connection, no response, or an error that
   * says so. Three of them eject it. While it is ejected, only its probe counts, since
   * the other calls in flight add nothing to the first three.
   * @param call the number from `begins`; by default the probe, or else the latest call
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
    this.#changed();
    if (record.errors.length >= maxErrors) this.#eject(record);
  }

  #eject(record: Remembered): void {
    const { ejectMs, maxEjectMs } = this.#options;
    const lastsMs = Math.min(maxEjectMs, ejectMs * 2 ** record.ejections);
    record.ejections++;
    record.ejectedUntilMs = this.now() + lastsMs;
    record.probe = undefined;
    record.firstCall = this.#calls + 1;
    this.#changed();
  }

  /**
   * A call ended without saying anything about the server, because its caller cancelled
   * it. If it was the probe, another call may be the next one.
   */
  endedWithoutVerdict(key: string, call?: number): void {
    const record = this.#records.get(key);
    if (record !== undefined && (call ?? record.probe) === record.probe) record.probe = undefined;
    if (record?.ejectedUntilMs !== undefined) this.#changed();
  }
  // #endregion report

  // #region candidates
  /**
   * The servers that may be called now, with their current weights. One whose ejection
   * has expired is among them for one call. If all are ejected, all may be called: a call
   * that may fail is better than none.
   */
  candidates<C extends Candidate>(all: readonly C[]): readonly C[] {
    if (all.length > 0 && all.every(({ key }) => this.isEjected(key))) this.#wereAllOut = true;
    const well = all.filter(({ key }) => this.#mayBeCalled(key));
    const chosen = well.length > 0 ? well : all;
    return chosen.map((one) => {
      const factor = this.#records.get(one.key)?.factor ?? 1;
      return factor === 1 ? one : withWeight(one, one.weight * factor);
    });
  }

  /**
   * Grows when `candidates` may have another answer: after a call that changed something,
   * and when an ejection expires. So the last answer can be kept until then.
   */
  get revision(): number {
    if (this.now() >= this.#nextExpiryMs) this.#changed();
    return this.#revision;
  }

  #changed(): void {
    const nowMs = this.now();
    this.#revision++;
    this.#nextExpiryMs = Infinity;
    for (const { ejectedUntilMs = 0 } of this.#records.values())
      if (ejectedUntilMs > nowMs) this.#nextExpiryMs = Math.min(this.#nextExpiryMs, ejectedUntilMs);
  }

  /**
   * A call to this server begins. If the ejection of the server has expired, the call is
   * its only probe until it ends.
   * @returns the call's number, for `failed` and `endedWithoutVerdict`
   */
  begins(key: string): number {
    const call = ++this.#calls;
    const record = this.#records.get(key);
    if (record?.ejectedUntilMs !== undefined && this.#mayBeCalled(key)) {
      record.probe = call;
      this.#changed();
    }
    return call;
  }

  /**
   * All servers were ejected, and now one answers, so an outage is over. It may have been
   * the network's or this client's own, so the failures in it say nothing about single
   * servers. Each one that is still ejected is probed by the next call.
   */
  #beginAnew(): void {
    this.#wereAllOut = false;
    for (const record of this.#records.values()) {
      record.ejections = 0;
      record.factor = 1;
      record.errors = [];
      if (record.ejectedUntilMs !== undefined) record.ejectedUntilMs = this.now();
    }
    this.#changed();
  }
  // #endregion candidates

  isEjected(key: string): boolean {
    return this.#records.get(key)?.ejectedUntilMs !== undefined;
  }

  /** A server has left the list, and is forgotten. */
  forget(key: string): void {
    if (this.#records.delete(key)) this.#changed();
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

/** The same server with another weight. Its `pending` is still the server's own. */
function withWeight<C extends Candidate>(server: C, weight: number): C {
  return Object.create(server, { weight: { value: weight, enumerable: true } }) as C;
}
