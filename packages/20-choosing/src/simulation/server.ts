// A server of the simulation (chapter 20): workers that take one request at a time, and a
// queue in front of them. It serves every request that it took, because it cannot know
// that the caller has timed out, unless the request carries its timeout.

import type { Simulation } from './simulation';

export interface ServerOptions {
  /** Default 1. */
  readonly workers?: number;
  /** The time that one request takes, in milliseconds. Called for each request. */
  readonly serviceMs: () => number;
  /** Drops a request that times out before its turn, as the course's servers do. */
  readonly dropsExpired?: boolean;
  /** Refuses a request when this many are waiting. No limit by default. */
  readonly maxQueued?: number;
  /** Whether a request is lost in transit. Called for each request. */
  readonly isLost?: () => boolean;
}

/** Called once, with false for a request that was refused. */
export type Answer = (isServed: boolean) => void;

/** Consumed entries are removed from the array in batches of this size. */
const COMPACT_AT = 10_000;

interface Waiting {
  readonly answer: Answer;
  readonly expiresAtMs: number;
}

export class SimulatedServer {
  #queue: Waiting[] = [];
  /** The index of the first in the queue. Array.shift would move all the others. */
  #first = 0;
  readonly #workers: number;
  #busy = 0;
  #isUp = true;
  /** Incremented when the server stops: work that began earlier has no answer. */
  #life = 0;
  /** The factor by which a request takes longer than usual. */
  slowness = 1;

  constructor(
    private readonly simulation: Simulation,
    private readonly options: ServerOptions,
  ) {
    this.#workers = options.workers ?? 1;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Requests that are being served or wait. */
  get requests(): number {
    return this.#busy + this.#waiting;
  }

  get #waiting(): number {
    return this.#queue.length - this.#first;
  }

  // #region serve
  /**
   * @param answer a server that is down never calls it
   * @param timeoutMs how long the caller waits
   */
  submit(answer: Answer, timeoutMs = Infinity): void {
    if (!this.#isUp || this.options.isLost?.() === true) return;
    if (this.#waiting >= (this.options.maxQueued ?? Infinity)) return answer(false);
    const expiresAtMs =
      this.options.dropsExpired === true ? this.simulation.now() + timeoutMs : Infinity;
    this.#queue.push({ answer, expiresAtMs });
    if (this.#busy < this.#workers) this.#serveNext();
  }

  #serveNext(): void {
    let next = this.#takeFirst();
    while (next !== undefined && next.expiresAtMs < this.simulation.now()) next = this.#takeFirst();
    if (next === undefined) return;
    const [life, { answer }] = [this.#life, next];
    this.#busy++;
    this.simulation.after(this.options.serviceMs() * this.slowness, () => {
      if (life !== this.#life) return;
      this.#busy--;
      answer(true);
      this.#serveNext();
    });
  }
  // #endregion serve

  #takeFirst(): Waiting | undefined {
    const first = this.#queue[this.#first];
    if (first !== undefined) this.#first++;
    if (this.#first === COMPACT_AT) {
      this.#queue = this.#queue.slice(this.#first);
      this.#first = 0;
    }
    return first;
  }

  /** Loses all its requests, and answers nothing until it starts again. */
  stop(): void {
    this.#isUp = false;
    this.#life++;
    this.#busy = 0;
    this.#queue = [];
    this.#first = 0;
  }

  start(): void {
    this.#isUp = true;
  }
}
