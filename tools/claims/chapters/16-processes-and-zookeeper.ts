import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim: 'src/demo.test.ts › a parent that goes takes them along, or leaves them behind',
    change: 'the parent does not reap',
    file: 'src/scripts/parent-leaves.ts',
    find: "console.log('reaped', waitpid(child));",
    replace: "console.log('reaped', child, waitpid.length);",
  },
  {
    claim:
      'src/demo.test.ts › loses a change between reading and arming, and none where both are one operation',
    change: 'the one operation is two',
    file: 'src/scripts/watch.ts',
    find: "  const list = await client.childrenAndWatch('/servers', watch);\n  await join(server);",
    replace:
      "  const list = await client.children('/servers');\n  await join(server);\n  await client.childrenAndWatch('/servers', watch);",
  },
  {
    claim:
      'src/demo.test.ts › one waitpid for each SIGCHLD loses children; until nobody is left, none',
    change: 'one more waitpid',
    file: 'src/scripts/one-waitpid.ts',
    find: 'while (more < CHILDREN - reaped',
    replace: 'if (more < CHILDREN - reaped',
  },
];
