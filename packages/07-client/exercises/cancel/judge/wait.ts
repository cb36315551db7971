// One call to waitFor, with timers that the judge moves, and the steps so far.

import { getEventListeners } from 'node:events';
import { CaseFailed, expectEqual, settled, show, Watched, type Became } from '@bytes-up/testkit';

interface Timers {
  start(ms: number, onTime: () => void): unknown;
  stop(timer: unknown): void;
}

export interface Exports {
  waitFor: (
    work: Promise<string>,
    options: { signal?: AbortSignal; timeoutMs?: number; timers: Timers },
  ) => Promise<string>;
}

export interface Setting {
  /** There is a signal. */
  readonly signal?: boolean;
  /** There is one, already aborted. */
  readonly aborted?: boolean;
  readonly timeoutMs?: number;
  /** The work has its result before waitFor is called. */
  readonly ended?: boolean;
}

/** One call to waitFor, and the steps so far. */
export class Wait {
  #given: string;
  readonly #work = new Deferred();
  readonly #controller = new AbortController();
  readonly #timers = new MovedTimers();
  /** Listeners that were added to the signal, whether or not they were removed. */
  #listenersAdded = 0;
  readonly #reason = new Error('the caller’s reason');
  #waited!: Watched<string>;

  private constructor({ signal, aborted, timeoutMs, ended }: Setting) {
    const parts = [
      ended ? 'work that has ended' : 'work that is running',
      ...(aborted ? ['a signal that was aborted'] : signal ? ['a signal'] : []),
      ...(timeoutMs === undefined ? [] : [`timeoutMs ${timeoutMs}`]),
    ];
    this.#given = `waitFor with ${parts.join(', ')}`;
    if (ended) this.#work.resolve('done');
    if (aborted) this.#controller.abort(this.#reason);
    this.#countListeners(this.#controller.signal);
  }

  static async begin({ waitFor }: Exports, setting: Setting): Promise<Wait> {
    const wait = new Wait(setting);
    const { signal = false, aborted = false, timeoutMs } = setting;
    wait.#waited = await Watched.call(wait.#given, () =>
      waitFor(wait.#work.promise, {
        timers: wait.#timers,
        ...((signal || aborted) && { signal: wait.#controller.signal }),
        ...(timeoutMs !== undefined && { timeoutMs }),
      }),
    );
    return wait;
  }

  resolve(): void {
    this.#did('the work ends');
    this.#work.resolve('done');
  }

  reject(): void {
    this.#did('the work fails');
    this.#work.reject(WORK_ERROR);
  }

  abort(): void {
    this.#did('abort');
    this.#controller.abort(this.#reason);
  }

  time(ms: number): void {
    this.#did(`after ${ms} ms`);
    this.#timers.moveTo(ms);
  }

  is(expected: Became<string>): Promise<void> {
    return this.#waited.expect(this.#given, expected);
  }

  async isWorkError(): Promise<void> {
    await settled();
    const { error } = this.#waited;
    if (error === WORK_ERROR) return;
    const expected = 'the same error as the work';
    throw new CaseFailed({ given: this.#given, expected, came: show(error) }, { cause: error });
  }

  async causeIsReason(): Promise<void> {
    await settled();
    const { cause } = this.#waited.error as { cause?: unknown };
    if (cause === this.#reason) return;
    const given = `${this.#given}; the error’s cause`;
    throw new CaseFailed({ given, expected: 'the reason of the signal', came: show(cause) });
  }

  /** An unhandled rejection is reported in a later turn of the event loop. */
  async nothingUnhandled(): Promise<void> {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', note);
    try {
      await settled();
    } finally {
      process.removeAllListeners('unhandledRejection');
      for (const other of others) process.on('unhandledRejection', other);
    }
    expectEqual(`${this.#given}; unhandled rejections`, 0, unhandled.length);
  }

  async nothingLeft(): Promise<void> {
    await settled();
    const { signal } = this.#controller;
    const came = {
      listeners: getEventListeners(signal, 'abort').length,
      timers: this.#timers.running,
    };
    expectEqual(`${this.#given}; what is left`, { listeners: 0, timers: 0 }, came);
  }

  /** Not even something that was stopped or removed again. */
  async nothingStarted(): Promise<void> {
    await settled();
    const came = { listeners: this.#listenersAdded, timers: this.#timers.started };
    expectEqual(`${this.#given}; what was added and started`, { listeners: 0, timers: 0 }, came);
  }

  #countListeners(signal: AbortSignal): void {
    const add = signal.addEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      this.#listenersAdded++;
      add(...args);
    };
  }

  #did(step: string): void {
    this.#given += `; ${step}`;
  }
}

const WORK_ERROR = new Error('the work failed');

export class Deferred {
  resolve!: (result: string) => void;
  reject!: (error: Error) => void;
  readonly promise = new Promise<string>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

export class MovedTimers implements Timers {
  readonly #timers = new Map<unknown, { atMs: number; onTime: () => void }>();
  #nowMs = 0;
  /** How many were started so far. */
  started = 0;

  get running(): number {
    return this.#timers.size;
  }

  start(ms: number, onTime: () => void): unknown {
    const timer = { ms };
    this.started++;
    // setTimeout does the same with undefined, NaN and Infinity
    const waitMs = Number.isFinite(ms) ? ms : 1;
    this.#timers.set(timer, { atMs: this.#nowMs + waitMs, onTime });
    return timer;
  }

  stop(timer: unknown): void {
    this.#timers.delete(timer);
  }

  moveTo(ms: number): void {
    this.#nowMs = ms;
    for (const [timer, { atMs, onTime }] of this.#timers) {
      if (atMs > ms) continue;
      this.#timers.delete(timer);
      onTime();
    }
  }
}
