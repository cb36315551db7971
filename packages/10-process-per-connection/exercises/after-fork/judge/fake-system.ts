// One of the two processes after a fork: its open descriptors, and what it did.

import { bindMethods, CaseFailed } from '@bytes-up/testkit';

const CHILD = 4712;

export interface Faults {
  readonly fork?: string;
  readonly serve?: string;
  readonly refuse?: string;
}

/** Thrown by the judge's `_exit`, so that it does not return. */
class Exited extends Error {}

export class FakeSystem {
  readonly #open: Set<number>;
  forks = 0;
  /** What was open when `serve` was called; undefined if it was not. */
  openWhenServing: readonly number[] | undefined;
  refused: readonly number[] = [];
  exitCode: number | undefined;

  constructor(
    private readonly role: 'parent' | 'child',
    open: readonly number[],
    private readonly faults: Faults,
  ) {
    bindMethods(this);
    this.#open = new Set(open);
  }

  get open(): readonly number[] {
    return [...this.#open].sort((a, b) => a - b);
  }

  fork(): number {
    this.#alive();
    this.forks++;
    this.#failIf('fork');
    return this.role === 'parent' ? CHILD : 0;
  }

  close(fd: number): void {
    this.#alive();
    this.#check(fd, 'close');
    this.#open.delete(fd);
  }

  serve(fd: number): void {
    this.#alive();
    this.openWhenServing = this.open;
    this.#check(fd, 'serve');
    this.#failIf('serve');
  }

  refuse(fd: number): void {
    this.#alive();
    this.#check(fd, 'refuse');
    this.refused = [...this.refused, fd];
    this.#failIf('refuse');
  }

  _exit(code: number): never {
    this.exitCode ??= code;
    this.#open.clear();
    throw new Exited('_exit does not return');
  }

  /** Runs the learner's function as this process. @returns how it ended */
  run(call: () => void): 'returned' | 'exited' | { readonly thrown: unknown } {
    try {
      call();
    } catch (thrown) {
      if (thrown instanceof CaseFailed) throw thrown;
      if (this.exitCode === undefined) return { thrown };
    }
    return this.exitCode === undefined ? 'returned' : 'exited';
  }

  /** A process that has exited does nothing more, not even in a `catch`. */
  #alive(): void {
    if (this.exitCode !== undefined) throw new Exited('this process has exited');
  }

  #check(fd: number, call: string): void {
    if (!this.#open.has(fd)) throw failure(`${call}(${fd})`, 'EBADF');
  }

  #failIf(call: keyof Faults): void {
    const code = this.faults[call];
    if (code !== undefined) throw failure(call, code);
  }
}

function failure(call: string, code: string): Error {
  return Object.assign(new Error(`${call}: ${code}`), { code });
}
