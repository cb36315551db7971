// A worker pool without fork: each worker is a new Node process with a channel to the
// master, and the master's event loop reports when one exits. The portable engines of
// chapters 13 and 14 use it.

import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { RestartBackoff } from '@bytes-up/prefork-sync';
import type { Log } from '@bytes-up/server-kit';

/** How often stop() checks whether the last worker has ended, in milliseconds. */
const POLL_INTERVAL_MS = 10;

export class NodeWorkerPool {
  readonly #workers = new Map<ChildProcess, number>();
  readonly #backoff = new RestartBackoff();
  #stopping = false;

  /** @param start starts one worker. */
  constructor(
    size: number,
    private readonly log: Log,
    private readonly start: () => ChildProcess,
  ) {
    for (let i = 0; i < size; i++) this.#spawn();
    // a second signal makes the master exit at once, and its workers must not outlive it
    process.on('exit', () => this.#signal('SIGKILL'));
  }

  #spawn(): void {
    if (this.#stopping) return;
    const worker = this.start();
    this.#workers.set(worker, performance.now());
    worker.once('exit', (code, signal) => {
      const livedMs = performance.now() - (this.#workers.get(worker) ?? 0);
      this.#workers.delete(worker);
      if (this.#stopping) return;
      const how = signal === null ? `exited with code ${code}` : `was killed by ${signal}`;
      this.log(`process ${worker.pid} ${how}; restarting`);
      this.#backoff.ended(livedMs);
      setTimeout(() => this.#spawn(), Math.max(0, this.#backoff.leftMs));
    });
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
