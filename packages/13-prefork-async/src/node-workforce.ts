// Node's own way to a number of workers: processes that are started anew, not copied, with a channel to each. Their master has
// an event loop, and hears of their end. For the counterparts of chapters 13 and 14, which run on every system.

import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { Patience } from '@bytes-up/prefork-sync';
import type { Log } from '@bytes-up/server-kit';

/** How often the end of the last worker is looked for, in milliseconds. */
const LOOK_EVERY_MS = 10;

export class NodeWorkforce {
  readonly #workers = new Map<ChildProcess, number>();
  readonly #patience = new Patience();
  #stopping = false;

  /** @param start starts one worker. */
  constructor(
    size: number,
    private readonly log: Log,
    private readonly start: () => ChildProcess,
  ) {
    for (let i = 0; i < size; i++) this.#hire();
    process.on('exit', () => this.#signal('SIGKILL')); // a second signal ends the master, and all of them with it
  }

  #hire(): void {
    if (this.#stopping) return;
    const worker = this.start();
    this.#workers.set(worker, performance.now());
    worker.once('exit', (code, signal) => {
      const livedMs = performance.now() - (this.#workers.get(worker) ?? 0);
      this.#workers.delete(worker);
      if (this.#stopping) return;
      const how = signal === null ? `exited with code ${code}` : `was killed by ${signal}`;
      this.log(`process ${worker.pid} ${how}; another one takes its place`);
      this.#patience.ended(livedMs);
      setTimeout(() => this.#hire(), Math.max(0, this.#patience.leftMs));
    });
  }

  /** Asks every worker to stop, and ends those that are left after the time. Resolves when all have ended. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    this.#signal('SIGTERM');
    const endsAtMs = performance.now() + graceMs;
    while (this.#workers.size > 0) {
      if (performance.now() >= endsAtMs) this.#signal('SIGKILL');
      await delay(LOOK_EVERY_MS);
    }
  }

  #signal(name: 'SIGTERM' | 'SIGKILL'): void {
    for (const worker of this.#workers.keys()) worker.kill(name);
  }
}
