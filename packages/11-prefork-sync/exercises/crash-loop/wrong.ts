// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a worker that died at once is replaced at once',
    find: 'if (this.system.nowMs() - forkedAtMs < AT_ONCE_MS) this.#pause();\n    else ',
    replace: '',
    caughtBy: 'a worker that died at once is replaced after 100 ms',
  },
  {
    change: 'each death doubles the pause',
    find: '    if (this.#isPaused) return;\n',
    replace: '',
    caughtBy: 'four workers die at once: one pause',
  },
  {
    change: 'there is a pause after every death',
    find: 'if (this.system.nowMs() - forkedAtMs < AT_ONCE_MS) this.#pause();\n    else this.#pauseMs = 0;',
    replace: 'this.#pause();',
    caughtBy: 'a long-lived worker is replaced at once',
  },
  {
    change: 'exactly 1,000 ms counts as "at once"',
    find: '< AT_ONCE_MS',
    replace: '<= AT_ONCE_MS',
    caughtBy: 'so is one that lived for exactly 1,000 ms',
  },
  {
    change: 'every child counts as a worker',
    find: '    if (forkedAtMs === undefined) return; // a child that is not a worker\n    this.#forkedAtMs.delete(pid);\n    if (this.system.nowMs() - forkedAtMs',
    replace:
      '    this.#forkedAtMs.delete(pid);\n    if (this.system.nowMs() - (forkedAtMs ?? this.system.nowMs())',
    caughtBy: 'a child that is not a worker ends',
  },
  {
    change: 'waitMs becomes negative',
    find: 'Math.max(0, this.#pausedUntilMs - this.system.nowMs())',
    replace: 'this.#pausedUntilMs - this.system.nowMs()',
    caughtBy: 'waitMs is 0, or undefined',
  },
  {
    change: 'the pause grows without a limit',
    find: 'Math.min(Math.max(FIRST_PAUSE_MS, 2 * this.#pauseMs), LONGEST_PAUSE_MS)',
    replace: 'Math.max(FIRST_PAUSE_MS, 2 * this.#pauseMs)',
    caughtBy: 'each pause is twice as long as the one before, up to 10 s',
  },
  {
    change: 'a long-lived worker does not reset the pause',
    find: '    else this.#pauseMs = 0;\n',
    replace: '',
    caughtBy: 'after a long-lived worker the next pause is short again',
  },
  {
    change: 'a long-lived worker ends the pause',
    find: 'else this.#pauseMs = 0;',
    replace: 'else [this.#pauseMs, this.#pausedUntilMs] = [0, 0];',
    caughtBy: 'a long-lived worker does not end a pause',
  },
  {
    change: 'a fork that fails ends the master',
    find: 'this.#pause(); // this ends the loop',
    replace: "throw new Error('no process left');",
    caughtBy: 'EAGAIN starts a pause, and fork is tried once',
  },
  {
    change: 'after a failed fork the others are tried, too',
    find: `      try {
        this.#forkedAtMs.set(this.system.fork(), this.system.nowMs());
      } catch {
        this.#pause(); // this ends the loop
      }`,
    replace: `      for (let missing = this.size - this.#forkedAtMs.size; missing > 0; missing--) {
        try {
          this.#forkedAtMs.set(this.system.fork(), this.system.nowMs());
        } catch {
          this.#pause();
        }
      }`,
    caughtBy: 'EAGAIN starts a pause, and fork is tried once',
  },
  {
    change: 'a pid that has ended once is no longer a worker’s',
    find: '  ended(pid: number): void {\n',
    replace: `  readonly #ended = new Set<number>();
  ended(pid: number): void {
    if (this.#ended.has(pid)) return;
    this.#ended.add(pid);
`,
    caughtBy: 'a worker gets the pid of one that has ended',
  },
  {
    change: 'the pause is short again after a time without deaths',
    find: '    if (this.#isPaused) return;\n',
    replace: `    if (this.#isPaused) return;
    if (this.system.nowMs() - this.#pausedUntilMs > AT_ONCE_MS) this.#pauseMs = 0;
`,
    caughtBy: 'a long time alone does not make the next pause short',
  },
];
