// A worker pool without fork: each worker is a new Node process with a channel to the
// master, and the master's event loop reports when one exits. The portable engines of
// chapters 13 and 14 use it.

import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { RestartBackoff } from '@bytes-up/prefork-sync';
import { isShortage, Shortage, type Log } from '@bytes-up/server-kit';

/** How often stop() checks whether the last worker has ended, in milliseconds. */
const POLL_INTERVAL_MS = 10;

export class NodeWorkerPool {
  readonly #workers = new Map<ChildProcess, number>();
  readonly #backoff = new RestartBackoff();
  readonly #shortage: Shortage;
  #stopping = false;

  /**
   * @param start starts one worker. If there are no descriptors or processes left, it
   *   returns one without a pid, or throws
   */
  constructor(
    size: number,
    private readonly log: Log,
    private readonly start: () => ChildProcess,
  ) {
    this.#shortage = new Shortage(log, 'workers are missing until there is room');
    for (let i = 0; i < size; i++) this.#spawn();
    // a second signal makes the master exit at once, and its workers must not outlive it
    process.on('exit', () => this.#signal('SIGKILL'));
  }

  #spawn(): void {
    if (this.#stopping) return;
    try {
      this.#watch(this.start());
    } catch (error) {
      this.#failed(error);
    }
  }

  #watch(worker: ChildProcess): void {
    this.#workers.set(worker, performance.now());
    // without a pid it was not started, and no 'exit' follows
    worker.on('error', (error) => {
      if (worker.pid !== undefined) return;
      this.#workers.delete(worker);
      this.#failed(error);
    });
    worker.once('exit', (code, signal) => {
      const livedMs = performance.now() - (this.#workers.get(worker) ?? 0);
      this.#workers.delete(worker);
      if (this.#stopping) return;
      const how = signal === null ? `exited with code ${code}` : `was killed by ${signal}`;
      this.log(`process ${worker.pid} ${how}; restarting`);
      this.#backoff.ended(livedMs);
      this.#spawnLater();
    });
  }

  /** A worker could not be started. The others go on, and this one is retried. */
  #failed(error: unknown): void {
    if (this.#stopping) return;
    if (isShortage(error)) this.#shortage.note(error);
    else this.log(`could not start a worker: ${String(error)}`);
    this.#backoff.failed();
    this.#spawnLater();
  }

  #spawnLater(): void {
    setTimeout(() => this.#spawn(), Math.max(0, this.#backoff.leftMs));
  }

  /**
   * Sends every worker SIGTERM, and SIGKILL to those that are left when the grace period
   * expires. Resolves when all have ended.
   */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    this.#signal('SIGTERM');
    const endsAtMs = performance.now() + graceMs;
    while (this.#workers.size > 0) {
      if (performance.now() >= endsAtMs) this.#signal('SIGKILL');
      await delay(POLL_INTERVAL_MS);
    }
  }

  #signal(name: 'SIGTERM' | 'SIGKILL'): void {
    for (const worker of this.#workers.keys()) worker.kill(name);
  }
}
