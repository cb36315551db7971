import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/server.test.ts › at ctrl-C the calls that were read are answered, and what the kernel had received is refused',
    change: 'a child does not ignore the SIGINT of its terminal',
    file: 'src/children.ts',
    find: "signal('SIGINT', SIG_IGN);",
    replace: 'sigprocmask(SIG_SETMASK, []);',
  },
  {
    claim:
      'src/server.test.ts › each client is served by a process of its own, and only that one holds its connection',
    change: 'the parent keeps its copy',
    file: 'src/server.ts',
    find: 'if (pid !== undefined) close(fd);',
    replace: '',
  },
  {
    claim: 'src/children.test.ts › one look reaps every child that has ended, and says how',
    change: 'one waitpid for each look',
    file: 'src/children.ts',
    find: 'while (this.#pids.size > 0) {',
    replace: 'for (let once = 0; once < 1 && this.#pids.size > 0; once++) {',
  },
  {
    claim:
      'src/server.test.ts › SIGTERM to a child alone lets it answer the calls that it has read',
    change: 'SIGTERM ends a child at once',
    file: 'src/children.ts',
    find: 'if (pid === 0) this.#becomeChild(parent);',
    replace: 'if (pid === 0) this.#becomeChild(parent), sigprocmask(SIG_SETMASK, []);',
  },
  {
    claim: 'src/server.test.ts › a child that ends is reaped, also when nobody else connects',
    change: 'children are not reaped while the server runs',
    file: 'src/server.ts',
    find: 'await workers.reap();',
    replace: '',
  },
  {
    claim:
      'src/server.test.ts › at the bound of children the next client waits until one of them has ended',
    change: 'children have no bound',
    file: 'src/processes.ts',
    find: 'this.#children.count >= limits.maxConnections',
    replace: 'this.#children.count >= Infinity',
  },
];
