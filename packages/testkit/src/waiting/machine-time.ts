// Machine time. Next to six busy programs on two cores, a server gets a quarter of a
// core, so what it must do within a second takes four. The server is not to blame for
// that. So a wait that ends in a verdict counts machine time: it runs like the clock on a
// quiet machine, slower on a busy one, and not at all while this process cannot run.
// Lower bounds ("never early") are checked with the clock.

import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';

/** How often to read the load during a wait, in milliseconds. */
const TICK_MS = 50;
/**
 * A longer tick was a stall of this process: the rest does not count. In milliseconds.
 */
const MOST_PER_TICK_MS = 2 * TICK_MS;
/** So that a wait always ends: 1 ms of machine time takes at most this many ms. */
const MAX_STRETCH = 50;

// #region clock
export class MachineClock {
  #machineMs = 0;
  #lastMs: number;

  constructor(
    private readonly realNowMs: () => number = () => performance.now(),
    private readonly stretch: () => number = stretchByLoad,
  ) {
    this.#lastMs = realNowMs();
  }

  /**
   * Machine time in milliseconds. It is accurate only if it is called at least every
   * MOST_PER_TICK_MS, as `after` does.
   */
  now(): number {
    const realMs = this.realNowMs();
    // Reading the load also takes time.
    if (realMs - this.#lastMs < 1) return this.#machineMs;
    const passedMs = Math.min(realMs - this.#lastMs, MOST_PER_TICK_MS);
    this.#lastMs = realMs;
    this.#machineMs += passedMs / Math.min(Math.max(this.stretch(), 1), MAX_STRETCH);
    return this.#machineMs;
  }
  // #endregion clock

  /**
   * Calls back after that much machine time, once everything that has arrived has been
   * read: after a long pause of this process, Node runs timers before it reads sockets,
   * and a server must not be blamed for that.
   */
  after(ms: number, callback: () => void): Wait {
    const endsAtMs = this.now() + ms;
    let timer: NodeJS.Timeout;
    let holds = true;
    const look = (): void => {
      const leftMs = endsAtMs - this.now();
      if (leftMs <= 0) setImmediate(() => !cancelled && callback());
      else wait(leftMs);
    };
    const wait = (leftMs: number): void => {
      timer = setTimeout(look, Math.min(Math.max(leftMs, 0), TICK_MS));
      if (!holds) timer.unref();
    };
    let cancelled = false;
    wait(ms);
    return {
      cancel: () => {
        cancelled = true;
        clearTimeout(timer);
      },
      unref: () => {
        holds = false;
        timer.unref();
      },
    };
  }
}

/** A pending callback. */
export interface Wait {
  cancel(): void;
  /** Lets this process end while it is pending. */
  unref(): void;
}

/**
 * The number of runnable threads per core, at least 1. From /proc, or from the load
 * average if there is no /proc.
 */
export function stretchByLoad(): number {
  return Math.max(1, runnable() / availableParallelism());
}

function runnable(): number {
  try {
    // man 5 proc_loadavg: the fourth field is "runnable/all" at this moment.
    return Number(/ (\d+)\/\d+ /.exec(readFileSync('/proc/loadavg', 'latin1'))?.[1] ?? 0);
  } catch {
    return loadavg()[0] ?? 0;
  }
}

/** The one clock of this process. */
export const machineClock = new MachineClock();

/** Resolves after that much machine time, but does not keep this process alive. */
export function later(ms: number): Promise<undefined> {
  return new Promise((resolve) => machineClock.after(ms, () => resolve(undefined)).unref());
}
