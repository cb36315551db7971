// Processes that do nothing but keep the cores busy.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export class BusyLoops {
  readonly #loops: ChildProcess[];

  constructor(count: number) {
    this.#loops = Array.from({ length: count }, () =>
      spawn(process.execPath, [join(__dirname, 'busy-loop.cjs')], {
        stdio: ['pipe', 'ignore', 'inherit'],
      }),
    );
  }

  get pids(): number[] {
    return this.#loops.flatMap(({ pid }) => pid ?? []);
  }

  /** Resolves when the last of them has ended. */
  async end(): Promise<void> {
    await Promise.all(
      this.#loops.map(async (loop) => {
        if (loop.exitCode !== null || loop.signalCode !== null) return;
        const exited = once(loop, 'exit');
        loop.kill('SIGKILL');
        await exited;
      }),
    );
  }
}
