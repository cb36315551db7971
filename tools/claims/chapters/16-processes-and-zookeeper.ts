import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim: 'src/demo.test.ts › a parent that exits reaps its children or leaves them running',
    change: 'the parent does not reap',
    file: 'src/scripts/parent-leaves.ts',
    find: "console.log('reaped', waitpid(child));",
    replace: "console.log('reaped', child, waitpid.length);",
  },
  {
    claim:
      'src/demo.test.ts › misses a change between reading and setting a watch, unless both are one operation',
    change: 'the one operation is two',
    file: 'src/scripts/watch.ts',
    find: "  const list = await client.childrenAndWatch('/servers', watch);\n  await join(server);",
    replace:
      "  const list = await client.children('/servers');\n  await join(server);\n  await client.childrenAndWatch('/servers', watch);",
  },
  {
    claim:
      'src/demo.test.ts › one waitpid for each SIGCHLD misses children; waitpid until none is left does not',
    change: 'one more waitpid',
    file: 'src/scripts/one-waitpid.ts',
    find: 'while (more < CHILDREN - reaped',
    replace: 'if (more < CHILDREN - reaped',
  },
];
