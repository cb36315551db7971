import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/server.test.ts › leaves the registry before it stops: who calls meanwhile is answered',
    change: 'does not wait after leaving the registry',
    file: 'src/server.ts',
    find: 'sleepThrough(Math.min(',
    replace: 'void (() => sleepThrough)(); void (Math.min(',
  },
  {
    claim: 'src/server.test.ts › whose supervisor is killed is gone, and leaves the registry',
    change: 'the registrar is not told of the death of its supervisor',
    file: 'src/supervisor/become-registrar.ts',
    find: "prctl(PR_SET_PDEATHSIG, 'SIGTERM');",
    replace: '',
  },
  {
    claim: 'src/server.test.ts › replaces a %s that was killed',
    change: 'the registrar is not replaced',
    file: 'src/supervisor/supervisor.ts',
    find: 'this.#workers.delete(ended.pid);',
    replace: "if (worker?.role.name !== 'registrar') this.#workers.delete(ended.pid);",
  },
  {
    claim: 'src/server.test.ts › finishes the calls that are in flight',
    change: 'workers exit when they are told to stop',
    file: 'src/server.ts',
    find: '  await server.stop();',
    replace: '  process.exit(0);',
  },
  {
    claim: 'src/server.test.ts › ends at once at the second signal, and takes everybody along',
    change: 'children outlive their supervisor',
    file: 'packages/10-process-per-connection/src/children.ts',
    find: "prctl(PR_SET_PDEATHSIG, 'SIGKILL');",
    replace: '',
  },
];
