// The children of a run: started in one place, so that one call ends them and everything
// that they started.

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
  /** It is killed after this time, and counts as failed. */
  readonly limitMs?: number;
  /** It leads a process group, as a command in a terminal does. */
  readonly group?: boolean;
  readonly onStart?: (pid: number) => void;
}

const POLL_MS = 50;
/** Two seconds for the kernel to end processes after SIGKILL. */
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
   * Runs a command to its end. Resolves with its exit code, or 1 if a signal ended it.
   * Never resolves after `endAll`, because nothing must follow.
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
        detached: options.group === true,
      });
      this.#running.add(child);
      if (child.pid !== undefined) options.onStart?.(child.pid);
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
      // Not 'exit': the last of its output arrives after that.
      child.on('close', (code) => {
        over();
        // Whatever follows would be ended, too.
        void ending.then(() => {
          if (!this.#over) done(code ?? 1);
        });
      });
    });
  }

  /**
   * Ends every child and everything that they started: SIGTERM, and after the grace
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
    // Whatever was started in the meantime is found in the next round.
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
        // It has ended in the meantime.
      }
    }
  }

  /**
   * The children themselves are known on every system, what they started only on Linux.
   */
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
 * On ctrl-C and similar signals: ends everything, cleans up, and exits with the shell's
 * code for the signal. The signal arrives twice if npm forwards what the terminal sent to
 * both.
 */
export function endOnSignals(children: Children, cleanUp: () => void = () => {}): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      console.error(`${signal}: ending everything that was started here …`);
      void children.endAll().then(() => {
        cleanUp();
        process.exit(128 + constants.signals[signal]);
      });
    });
  }
}
