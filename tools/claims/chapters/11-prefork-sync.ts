import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim: 'src/server.test.ts › the master never accepts: while all workers are busy, nobody does',
    change: 'the master accepts whenever it looks around',
    file: 'src/server.ts',
    find: 'if (workforce.keep(stop) ===',
    replace: `const posix: typeof import('@bytes-up/posix') = require('@bytes-up/posix');
  const look = stop.look.bind(stop);
  stop.look = () => {
    const waits = posix.poll([{ fd: listener, events: posix.POLLIN }], 0) > 0;
    if (waits) posix.tryAccept(listener);
    return look();
  };
  if (workforce.keep(stop) ===`,
  },
  {
    claim:
      'src/patience.test.ts › workers that die at once are waited for longer and longer, up to ten seconds',
    change: 'the wait does not grow',
    file: 'src/patience.ts',
    find: 'this.#delayMs * 2',
    replace: 'this.#delayMs',
  },
  {
    claim: 'src/patience.test.ts › a fork that fails counts as a worker that died at once',
    change: 'a fork that fails is tried again at once',
    file: 'src/patience.ts',
    find: 'this.#nextAtMs = this.now() + this.#delayMs;',
    replace: 'this.#nextAtMs = this.now();',
  },
  {
    claim: 'src/server.test.ts › a worker that is killed is replaced, and the new one serves',
    change: 'a worker that is killed is not replaced',
    file: 'src/workforce.ts',
    find: 'for (const ended of this.#children.reap()) this.#noteEnd(ended);',
    replace:
      'for (const ended of this.#children.reap()) {\n        this.#noteEnd(ended);\n        Object.assign(this, { size: this.size - 1 });\n      }',
  },
  {
    claim:
      'src/server.test.ts › as many clients are served as there are workers, the next one waits until somebody leaves',
    change: 'the master accepts and serves whoever waits',
    file: 'src/server.ts',
    find: "  if (workforce.keep(stop) === 'worker') {",
    replace:
      "  const look = stop.look.bind(stop);\n  const posix: typeof import('@bytes-up/posix') = require('@bytes-up/posix');\n  stop.look = () => {\n    const waits = posix.poll([{ fd: listener, events: posix.POLLIN }], 0) > 0;\n    if (waits) require('@bytes-up/single-thread-sync').serveConnection(posix.accept(listener).fd, 'master', context);\n    return look();\n  };\n  if (workforce.keep(stop) === 'worker') {",
  },
];
