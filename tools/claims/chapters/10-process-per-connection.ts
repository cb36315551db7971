import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/server.test.ts › at ctrl-C the requests that were read are answered, and those that the kernel had received are refused',
    change: 'a child does not ignore the SIGINT of its terminal',
    file: 'src/children.ts',
    find: "signal('SIGINT', SIG_IGN);",
    replace: 'sigprocmask(SIG_SETMASK, []);',
  },
  {
    claim:
      'src/server.test.ts › each client is served by its own process, and only that process holds the connection',
    change: 'the parent keeps its copy',
    file: 'src/server.ts',
    find: 'if (pid !== undefined) close(fd);',
    replace: '',
  },
  {
    claim:
      'src/children.test.ts › one call of reap reaps every child that has ended, and says how each ended',
    change: 'one waitpid for each call of reap',
    file: 'src/children.ts',
    find: 'while (this.#pids.size > 0) {',
    replace: 'for (let once = 0; once < 1 && this.#pids.size > 0; once++) {',
  },
  {
    claim: 'src/server.test.ts › a child that gets SIGTERM answers the requests that it has read',
    change: 'SIGTERM ends a child at once',
    file: 'src/children.ts',
    find: 'if (pid === 0) this.#becomeChild(parent);',
    replace: 'if (pid === 0) this.#becomeChild(parent), sigprocmask(SIG_SETMASK, []);',
  },
  {
    claim: 'src/server.test.ts › a child that ends is reaped, even if no other client connects',
    change: 'children are not reaped while the server runs',
    file: 'src/server.ts',
    find: 'await workers.reap();',
    replace: '',
  },
  {
    claim:
      'src/server.test.ts › at the maximum number of children the next client waits until one has ended',
    change: 'the number of children has no limit',
    file: 'src/processes.ts',
    find: 'this.#children.count >= limits.maxConnections',
    replace: 'this.#children.count >= Infinity',
  },
];
