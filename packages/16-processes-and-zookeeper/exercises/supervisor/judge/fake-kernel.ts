// A fake kernel in which nothing happens by itself: children exit when the judge says so.

import { bindMethods, CaseFailed } from '@bytes-up/testkit';

/** More forks than any case needs: an endless loop. */
const MAX_FORKS = 100;

export class FakeKernel {
  readonly #running = new Set<number>();
  readonly #zombies: number[] = [];
  readonly signals: string[] = [];
  forks = 0;
  /** Every child exits as soon as it is forked. */
  exitAtOnce = false;
  /** The code of the error that the next waitpid throws. */
  failNext: string | undefined;

  constructor() {
    bindMethods(this);
  }

  get zombies(): readonly number[] {
    return this.#zombies;
  }

  fork(): number {
    this.forks++;
    if (this.forks > MAX_FORKS)
      throw new CaseFailed({
        given: this.exitAtOnce ? 'workers that exit at once; one SIGCHLD' : 'this case',
        expected: 'a few forks',
        came: `more than ${MAX_FORKS}`,
      });
    const pid = 100 + this.forks;
    if (this.exitAtOnce) this.#zombies.push(pid);
    else this.#running.add(pid);
    return pid;
  }

  waitpid(): number | undefined {
    const code = this.failNext;
    this.failNext = undefined;
    if (code !== undefined) throw failure('waitpid', code);
    const pid = this.#zombies.shift();
    if (pid === undefined && this.#running.size === 0) throw failure('waitpid', 'ECHILD');
    return pid;
  }

  kill(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
    if (!this.#running.has(pid) && !this.#zombies.includes(pid)) throw failure('kill', 'ESRCH');
    this.signals.push(`${pid} ${signal}`);
  }

  /** A process whose parent has exited, so it is now a child of the supervisor. */
  adopt(pid: number): void {
    this.#running.add(pid);
  }

  exit(pid: number): void {
    if (this.#running.delete(pid)) this.#zombies.push(pid);
  }
}

function failure(call: string, code: string): Error {
  return Object.assign(new Error(`${call}: ${code}`), { code });
}
