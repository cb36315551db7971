// A fixed number of worker processes, forked in advance and restarted when they die.
// Chapters 11, 13 and 14.

import { interruptEachTime, sleepOrWake, type ChildState } from '@bytes-up/posix';
import { Children } from '@bytes-up/process-per-connection';
import { Shortage, type ServeContext } from '@bytes-up/server-kit';
import { RestartBackoff } from './restart-backoff';

export class WorkerPool {
  readonly #children = new Children();
  /** When each worker was forked, by its pid. */
  readonly #forkedAtMs = new Map<number, number>();
  readonly #backoff = new RestartBackoff();
  readonly #shortage: Shortage;

  constructor(
    private readonly size: number,
    private readonly context: Pick<ServeContext, 'log' | 'stop'>,
  ) {
    this.#shortage = new Shortage(context.log, 'workers are missing until there is room');
    interruptEachTime('SIGCHLD'); // so that a worker's death ends the master's sleep
  }

  // #region reap
  /** Reaps and logs the workers that have ended. @returns their pids */
  reap(): readonly number[] {
    const ended = this.#children.reap();
    for (const state of ended) this.#ended(state);
    return ended.map(({ pid }) => pid);
  }

  #ended(state: ChildState): void {
    const livedMs = performance.now() - (this.#forkedAtMs.get(state.pid) ?? 0);
    this.#forkedAtMs.delete(state.pid);
    this.#backoff.ended(livedMs);
    this.context.log(`process ${state.pid} ${describeEnd(state)}; restarting`);
  }
  // #endregion reap

  // #region fork
  /**
   * Forks the workers that are missing.
   * @returns 'worker' in each new worker; undefined in the master
   */
  fork(): 'worker' | undefined {
    while (this.isDue) if (this.forkOne() === 0) return 'worker';
    return undefined;
  }

  /** Whether a worker is missing and the backoff allows a fork. */
  get isDue(): boolean {
    return this.#isShort && this.#backoff.leftMs <= 0;
  }

  /**
   * Forks one worker.
   * @param prepare runs before the fork; if it throws, that counts as a failed fork
   * @returns its pid; 0 in the worker; undefined if the fork failed
   */
  forkOne(prepare: () => void = () => undefined): number | undefined {
    try {
      prepare();
      const pid = this.#children.fork();
      this.#forkedAtMs.set(pid, performance.now());
      return pid;
    } catch (error) {
      this.#shortage.note(error);
      this.#backoff.failed();
      return undefined;
    }
  }
  // #endregion fork

  // #region sleep
  /**
   * Sleeps until a signal comes, a missing worker may be forked, or it is time to poll
   * the stop flag.
   */
  sleep(): void {
    const { pollIntervalMs } = this.context.stop;
    sleepOrWake(this.#isShort ? Math.min(this.#backoff.leftMs, pollIntervalMs) : pollIntervalMs);
  }
  // #endregion sleep

  /** Stops and reaps every worker. */
  async stop(): Promise<void> {
    this.#children.stop(this.context.stop);
  }

  get #isShort(): boolean {
    return this.#children.count < this.size;
  }
}

/** `was killed by SIGKILL`, `exited with code 1`. */
export function describeEnd(ended: ChildState): string {
  if (ended.state === 'killed') return `was killed by ${ended.signal}`;
  return ended.state === 'exited' ? `exited with code ${ended.code}` : ended.state;
}
