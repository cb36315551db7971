// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

const LOOP = 'while ((pid = this.#reap()) !== undefined) this.#workers.delete(pid);';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'without workers it has stopped, even before the start',
    find: 'return this.#isStopping && this.#workers.size === 0;',
    replace: 'return this.#workers.size === 0;',
    caughtBy: 'only start forks the workers',
  },
  {
    change: 'as many waitpids per SIGCHLD as there are workers',
    find: LOOP,
    replace:
      'for (let n = 0; n <= this.count; n++) ' +
      'if ((pid = this.#reap()) !== undefined) this.#workers.delete(pid);',
    caughtBy: 'more children exit than there are workers',
  },
  {
    change: 'only one waitpid per SIGCHLD',
    find: LOOP,
    replace: 'if ((pid = this.#reap()) !== undefined) this.#workers.delete(pid);',
    caughtBy: 'three exit, and one signal arrives',
  },
  {
    change: 'a new worker is forked inside the loop',
    find: LOOP,
    replace: `while ((pid = this.#reap()) !== undefined) {
      this.#workers.delete(pid);
      if (!this.#isStopping) this.start();
    }`,
    caughtBy: 'workers that exit at once are replaced once per signal',
  },
  {
    change: 'ECHILD is treated as a failure',
    find: "if ((error as NodeJS.ErrnoException).code === 'ECHILD') return undefined;",
    replace: '',
    caughtBy: 'all of them exit, and one signal arrives',
  },
  {
    change: 'every error is treated as ECHILD',
    find: "if ((error as NodeJS.ErrnoException).code === 'ECHILD') return undefined;\n      throw error;",
    replace: 'return undefined;',
    caughtBy: 'an error that is not ECHILD is thrown',
  },
  {
    change: 'workers are replaced while it stops',
    find: 'if (!this.#isStopping) this.start();',
    replace: 'this.start();',
    caughtBy: 'it has stopped when the last worker is reaped, and replaces none',
  },
  {
    change: 'it has stopped as soon as it is told to',
    find: 'return this.#isStopping && this.#workers.size === 0;',
    replace: 'return this.#isStopping;',
    caughtBy: 'each worker gets SIGTERM',
  },
  {
    change: 'the second SIGTERM is like the first',
    find: "this.#isStopping ? 'SIGKILL' : 'SIGTERM'",
    replace: "'SIGTERM' as const",
    caughtBy: 'a second SIGTERM kills the workers that are left, but no reaped pid',
  },
  {
    change: 'a worker is forked for any child that exits',
    find: LOOP,
    replace: `let gone = 0;
    for (; (pid = this.#reap()) !== undefined; gone++) this.#workers.delete(pid);
    if (this.#isStopping) return;
    while (gone-- > 0) this.#workers.add(this.kernel.fork());`,
    caughtBy: 'a child that is not a worker is reaped, and nothing is forked',
  },
];
