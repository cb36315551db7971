// A fixed number of workers: forked in advance, and replaced when one dies. Chapters 11, 13 and 14.

import { interruptEachTime, sleepOrWake, type ChildState } from '@bytes-up/posix';
import { Children } from '@bytes-up/process-per-connection';
import type { Log } from '@bytes-up/server-kit';
import { Shortage, type StopFlag } from '@bytes-up/single-thread-sync';
import { Patience } from './patience';

export class Workforce {
  readonly #children = new Children();
  readonly #bornAtMs = new Map<number, number>();
  readonly #patience = new Patience();

  readonly #shortage: Shortage;

  constructor(
    private readonly size: number,
    private readonly log: Log,
  ) {
    this.#shortage = new Shortage(log, 'workers are missing until there is room');
  }

  // #region keep
  /**
   * Keeps the number of workers until the stop flag is set. The master sleeps; a signal, a dead child's above all, wakes it.
   * It returns in each worker, too: at once, to begin its work.
   */
  keep(stop: StopFlag): 'worker' | 'stop' {
    interruptEachTime('SIGCHLD');
    while (!stop.look()) {
      for (const ended of this.#children.reap()) this.#noteEnd(ended);
      while (this.#children.count < this.size && this.#patience.leftMs <= 0) {
        if (this.#hire() === 0) return 'worker';
      }
      const missing = this.#children.count < this.size;
      sleepOrWake(missing ? Math.min(this.#patience.leftMs, stop.lookEveryMs) : stop.lookEveryMs);
    }
    return 'stop';
  }
  // #endregion keep

  /** Asks every worker to stop; returns when all are reaped. */
  stop(flag: StopFlag): void {
    this.#children.stop(flag);
  }

  #hire(): number | undefined {
    try {
      const pid = this.#children.fork();
      this.#bornAtMs.set(pid, performance.now());
      return pid;
    } catch (error) {
      this.#shortage.note(error);
      this.#patience.failed();
      return undefined;
    }
  }

  #noteEnd(ended: ChildState): void {
    const livedMs = performance.now() - (this.#bornAtMs.get(ended.pid) ?? 0);
    this.#bornAtMs.delete(ended.pid);
    this.#patience.ended(livedMs);
    this.log(`process ${ended.pid} ${describeEnd(ended)}; another one takes its place`);
  }
}

/** `was killed by SIGKILL`, `exited with code 1`. */
export function describeEnd(ended: ChildState): string {
  if (ended.state === 'killed') return `was killed by ${ended.signal}`;
  return ended.state === 'exited' ? `exited with code ${ended.code}` : ended.state;
}
