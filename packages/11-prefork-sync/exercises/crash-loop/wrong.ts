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
    caughtBy: 'four die at once: that is one pause',
  },
  {
    change: 'there is a pause after every death',
    find: 'if (this.system.nowMs() - forkedAtMs < AT_ONCE_MS) this.#pause();\n    else this.#pauseMs = 0;',
    replace: 'this.#pause();',
    caughtBy: 'a worker that lived long is replaced at once',
  },
  {
    change: '1,000 ms count as "at once"',
    find: '< AT_ONCE_MS',
    replace: '<= AT_ONCE_MS',
    caughtBy: 'so is one that lived for exactly 1,000 ms',
  },
  {
    change: 'every child counts as a worker',
    find: '    if (forkedAtMs === undefined) return; // a child that is no worker\n    this.#forkedAtMs.delete(pid);\n    if (this.system.nowMs() - forkedAtMs',
    replace:
      '    this.#forkedAtMs.delete(pid);\n    if (this.system.nowMs() - (forkedAtMs ?? this.system.nowMs())',
    caughtBy: 'a child that is no worker ends',
  },
  {
    change: 'waitMs goes below 0',
    find: 'Math.max(0, this.#pausedUntilMs - this.system.nowMs())',
    replace: 'this.#pausedUntilMs - this.system.nowMs()',
    caughtBy: 'waitMs: now, or not at all',
  },
  {
    change: 'the pause grows without a limit',
    find: 'Math.min(Math.max(FIRST_PAUSE_MS, 2 * this.#pauseMs), LONGEST_PAUSE_MS)',
    replace: 'Math.max(FIRST_PAUSE_MS, 2 * this.#pauseMs)',
    caughtBy: 'each pause is twice as long as the one before, up to 10 s',
  },
  {
    change: 'a worker that lived long does not reset the pause',
    find: '    else this.#pauseMs = 0;\n',
    replace: '',
    caughtBy: 'after one that lived long the next pause is short again',
  },
  {
    change: 'a worker that lived long ends the pause',
    find: 'else this.#pauseMs = 0;',
    replace: 'else [this.#pauseMs, this.#pausedUntilMs] = [0, 0];',
    caughtBy: 'one that lived long does not end a pause',
  },
  {
    change: 'a fork that fails ends the master',
    find: 'this.#pause(); // which ends this loop',
    replace: "throw new Error('no process left');",
    caughtBy: 'EAGAIN begins a pause, and is tried once',
  },
  {
    change: 'a fork that fails is tried for each missing worker',
    find: `      try {
        this.#forkedAtMs.set(this.system.fork(), this.system.nowMs());
      } catch {
        this.#pause(); // which ends this loop
      }`,
    replace: `      for (let missing = this.size - this.#forkedAtMs.size; missing > 0; missing--) {
        try {
          this.#forkedAtMs.set(this.system.fork(), this.system.nowMs());
        } catch {
          this.#pause();
        }
      }`,
    caughtBy: 'EAGAIN begins a pause, and is tried once',
  },
];
