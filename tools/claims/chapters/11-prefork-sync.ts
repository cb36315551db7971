import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim: 'src/server.test.ts › the master never accepts, even while all workers are busy',
    change: 'the master accepts whenever it wakes up',
    file: 'src/server.ts',
    find: '    workers.sleep();',
    replace: `    workers.sleep();
    const posix: typeof import('@bytes-up/posix') = require('@bytes-up/posix');
    const waits = posix.poll([{ fd: listener, events: posix.POLLIN }], 0) > 0;
    if (waits) posix.tryAccept(listener);`,
  },
  {
    claim:
      'src/restart-backoff.test.ts › workers that die at once are restarted later and later, up to ten seconds',
    change: 'the wait does not grow',
    file: 'src/restart-backoff.ts',
    find: 'this.#delayMs * 2',
    replace: 'this.#delayMs',
  },
  {
    claim: 'src/restart-backoff.test.ts › a fork that fails counts as a worker that died at once',
    change: 'a fork that fails is retried at once',
    file: 'src/restart-backoff.ts',
    find: 'this.#nextAtMs = this.now() + this.#delayMs;',
    replace: 'this.#nextAtMs = this.now();',
  },
  {
    claim: 'src/restart-backoff.test.ts › workers that die together make the wait longer only once',
    change: 'each of them doubles the wait',
    file: 'src/restart-backoff.ts',
    find: 'if (this.leftMs > 0) return;',
    replace: '',
  },
  {
    claim: 'src/server.test.ts › a worker that is killed is replaced, and the new one serves',
    change: 'a worker that is killed is not replaced',
    file: 'src/worker-pool.ts',
    find: 'for (const state of ended) this.#ended(state);',
    replace:
      'for (const state of ended) {\n      this.#ended(state);\n      Object.assign(this, { size: this.size - 1 });\n    }',
  },
  {
    claim:
      'src/server.test.ts › as many clients are served as there are workers; the next one waits until one of them leaves',
    change: 'the master accepts, and serves the client',
    file: 'src/server.ts',
    find: '    workers.sleep();',
    replace:
      "    workers.sleep();\n    const posix: typeof import('@bytes-up/posix') = require('@bytes-up/posix');\n    const waits = posix.poll([{ fd: listener, events: posix.POLLIN }], 0) > 0;\n    if (waits) require('@bytes-up/single-thread-sync').serveConnection(posix.accept(listener).fd, 'master', context);",
  },
  {
    claim:
      'src/sudden-death.test.ts › a worker that is killed during a call loses its own clients, and no others',
    change: 'when a worker dies, the master ends the others too, and starts afresh',
    file: 'src/worker-pool.ts',
    find: 'for (const state of ended) this.#ended(state);',
    replace: `for (const state of ended) this.#ended(state);
    if (ended.length > 0) for (const pid of this.#forkedAtMs.keys()) process.kill(pid, 'SIGKILL');`,
  },
  {
    claim:
      'src/sudden-death.test.ts › the workers of a master that is killed end within a second, and the port is free',
    change: 'the workers do not ask to be killed with their master',
    file: 'packages/10-process-per-connection/src/children.ts',
    find: "    prctl(PR_SET_PDEATHSIG, 'SIGKILL');",
    replace: '',
  },
];
