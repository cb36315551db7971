// How long a judge waits for the next report of the process that runs a learner's code.

import type { ProcessEntry } from '@bytes-up/testkit';
import { lazy } from '../lazy';

/** A busy machine gets more time, but at most this many times as much. */
const MOST_TIMES = 6;
/** `man 5 proc_pid_stat`: sysconf(_SC_CLK_TCK) is 100. */
const MS_PER_TICK = 10;
/** An endless loop uses at least this share of its time, if it is alone. */
const SHARE_OF_A_LOOP = 0.7;
/**
 * How often a process must be found asleep, in a row. A loop sleeps for moments too, in
 * Node 26, while other threads compile it.
 */
const LOOKS = 3;

/**
 * Limits the wait for the next report: by machine time, and with an upper bound in real
 * time. A process that would run but gets no processor is given more.
 */
export class ReportLimit {
  readonly after: (ms: number, callback: () => void) => { cancel(): void };
  readonly mostTimes: number;
  #ms: number;
  #ticks = 0;
  #wait: { cancel(): void } | undefined;
  #ceiling: NodeJS.Timeout | undefined;

  constructor(
    private readonly pid: number | undefined,
    ms: number,
    private readonly onEnd: (ms: number) => void,
    {
      after = (ms, callback) => lazy.testkit().machineClock.after(ms, callback),
      mostTimes = MOST_TIMES,
    }: Partial<Pick<ReportLimit, 'after' | 'mostTimes'>> = {},
  ) {
    this.after = after;
    this.mostTimes = mostTimes;
    this.#ms = ms;
    this.begin();
  }

  /** Restarts the wait. @param ms from now on */
  begin(ms = this.#ms): void {
    this.over();
    this.#ms = ms;
    this.#ticks = this.#entry()?.ticks ?? 0;
    this.#waitFor(ms);
    const mostMs = ms * this.mostTimes;
    this.#ceiling = setTimeout(() => this.onEnd(mostMs), mostMs);
  }

  over(): void {
    this.#wait?.cancel();
    clearTimeout(this.#ceiling);
  }

  #waitFor(ms: number, looks = LOOKS): void {
    this.#wait = this.after(ms, () => {
      const entry = this.#entry();
      if (entry?.state === 'S' && looks > 1) this.#waitFor(this.#ms / 100, looks - 1);
      else if (this.#isStarved(entry)) this.#waitFor(this.#ms / 5);
      else this.onEnd(this.#ms);
    });
  }

  /** It neither sleeps nor has used most of the time. */
  #isStarved(entry: ProcessEntry | undefined): boolean {
    if (entry === undefined || entry.state === 'S') return false;
    return (entry.ticks - this.#ticks) * MS_PER_TICK < this.#ms * SHARE_OF_A_LOOP;
  }

  #entry(): ProcessEntry | undefined {
    return this.pid === undefined ? undefined : lazy.testkit().processEntry(this.pid);
  }
}
