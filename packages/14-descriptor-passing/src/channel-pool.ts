// The workers of a master that passes descriptors. Each has a channel to the master, a
// socketpair that is made before the fork. Workers that die are restarted, as in chapter
// 11.

import { close, setNonBlocking, socketpair } from '@bytes-up/posix';
import { WorkerPool } from '@bytes-up/prefork-sync';
import type { ServeContext } from '@bytes-up/server-kit';

/** A worker, as the master sees it. */
export interface WorkerInfo {
  readonly pid: number;
  /** The master's end. It is non-blocking, so a slow worker cannot hold up the master. */
  readonly channel: number;
  /** Connections passed to it that it has not reported as closed. */
  open: number;
}

const NO_CHANNEL: [number, number] = [-1, -1];

export class ChannelPool {
  readonly #workers: WorkerPool;
  #members: WorkerInfo[] = [];
  /** In a worker, its end of the channel. */
  #own = -1;

  constructor(size: number, context: Pick<ServeContext, 'log' | 'stop'>) {
    this.#workers = new WorkerPool(size, context);
  }

  get members(): readonly WorkerInfo[] {
    return this.#members;
  }

  /** The worker's end of its channel. Only valid in a worker. */
  get channel(): number {
    return this.#own;
  }

  /** Reaps the workers that have died, and closes their channels. */
  reap(): void {
    const ended = this.#workers.reap();
    for (const { pid, channel } of this.#members) if (ended.includes(pid)) close(channel);
    this.#members = this.#members.filter(({ pid }) => !ended.includes(pid));
  }

  // #region fork
  /**
   * Forks the workers that are missing, each with a channel.
   * @returns 'worker' in each new worker, undefined in the master
   */
  fork(): 'worker' | undefined {
    while (this.#workers.isDue) {
      let [ours, theirs] = NO_CHANNEL;
      const pid = this.#workers.forkOne(() => ([ours, theirs] = socketpair()));
      if (pid === 0) {
        close(ours);
        // inherited: the master's ends of its siblings' channels
        for (const { channel } of this.#members) close(channel);
        this.#own = theirs;
        return 'worker';
      }
      if (theirs >= 0) close(theirs);
      if (pid !== undefined) this.#add(pid, ours);
      else if (ours >= 0) close(ours);
    }
    return undefined;
  }
  // #endregion fork

  /** Closes the channels, then stops and reaps every worker. */
  async stop(): Promise<void> {
    for (const { channel } of this.#members) close(channel);
    this.#members = [];
    await this.#workers.stop();
  }

  #add(pid: number, channel: number): void {
    setNonBlocking(channel);
    this.#members.push({ pid, channel, open: 0 });
  }
}
