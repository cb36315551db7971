// The children of a run: started in one place, so that one call ends them and all that
// they started.

import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { markedEnv, newMark, processesOf } from '@bytes-up/testkit';

export interface RunOptions {
  readonly cwd?: string;
  /** In place of ours. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where its stdout goes. Default: ours. Its stdin is empty. */
  readonly stdout?: 'inherit' | 'ignore' | ((chunk: string) => void);
  /** Where its stderr goes. Default: ours. */
  readonly stderr?: 'inherit' | 'ignore';
  /** It is ended after this time, and has failed. */
  readonly limitMs?: number;
}

const POLL_MS = 50;
/** Two seconds for the kernel to end what got SIGKILL. */
const MAX_KILLS = 40;

export class Children {
  readonly #mark = newMark();
  readonly #running = new Set<ChildProcess>();
  readonly #graceMs: number;
  #over = false;

  /**
   * @param graceMs from SIGTERM to SIGKILL; servers of the course stop within three
   * seconds
   */
  constructor(graceMs = 3000) {
    this.#graceMs = graceMs;
  }

  /**
   * Runs a command to its end. Resolves with its exit code, 1 when a signal ended it, and
   * not at all after `endAll`: then nothing is to follow.
   */
  run(command: readonly [string, ...string[]], options: RunOptions = {}): Promise<number> {
    const { stdout = 'inherit', stderr = 'inherit', limitMs } = options;
    const [program, ...args] = command;
    return new Promise((done, fail) => {
      if (this.#over) return;
      const child = spawn(program, args, {
        cwd: options.cwd,
        env: markedEnv(this.#mark, options.env),
        stdio: ['ignore', typeof stdout === 'function' ? 'pipe' : stdout, stderr],
      });
      this.#running.add(child);
      if (typeof stdout === 'function') child.stdout?.setEncoding('utf8').on('data', stdout);
      let ending = Promise.resolve();
      const onLimit = (): void => void (ending = this.#end());
      const limit = limitMs === undefined ? undefined : setTimeout(onLimit, limitMs);
      const over = (): void => {
        clearTimeout(limit);
        this.#running.delete(child);
      };
      child.on('error', (error) => {
        over();
        fail(error);
      });
      // Not 'exit': the last of its output comes after it.
      child.on('close', (code) => {
        over();
        // Whatever follows would be ended too.
        void ending.then(() => {
          if (!this.#over) done(code ?? 1);
        });
      });
    });
  }

  /**
   * Ends every child and all that they started, for good: SIGTERM, and after the grace
   * period SIGKILL.
   */
  async endAll(): Promise<void> {
    this.#over = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    this.#signal('SIGTERM');
    for (let waited = 0; waited < this.#graceMs && this.#pids().size > 0; waited += POLL_MS) {
      await sleep(POLL_MS);
    }
    // Whatever was started meanwhile is found in the next round.
    for (let kills = 0; kills < MAX_KILLS && this.#pids().size > 0; kills += 1) {
      this.#signal('SIGKILL');
      await sleep(POLL_MS);
    }
  }

  #signal(signal: NodeJS.Signals): void {
    for (const pid of this.#pids()) {
      try {
        process.kill(pid, signal);
      } catch {
        // It ended meanwhile.
      }
    }
  }

  /** The children themselves are known everywhere, what they started on Linux only. */
  #pids(): Set<number> {
    // A child that has exited stays in the set while its output is read; its pid may be
    // reused.
    const own = [...this.#running]
      .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      .flatMap(({ pid }) => pid ?? []);
    return new Set([...own, ...processesOf(this.#mark, own).map(({ pid }) => pid)]);
  }
}

/**
 * On ctrl-C and its like: ends all, cleans up, and exits with the code that a shell gives
 * for the signal. It comes twice when npm passes on what the terminal sent to both.
 */
export function endOnSignals(children: Children, cleanUp: () => void = () => {}): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      console.error(`${signal}: ending all that was started here …`);
      void children.endAll().then(() => {
        cleanUp();
        process.exit(128 + constants.signals[signal]);
      });
    });
  }
}
