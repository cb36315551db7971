import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim: 'src/pieces.test.ts › MSG_WAITALL fills the buffer',
    change: 'no MSG_WAITALL',
    file: 'src/pieces.ts',
    find: "['hello', 'world'], [10], MSG_WAITALL",
    replace: "['hello', 'world'], [4], 0 * MSG_WAITALL",
  },
  {
    claim:
      'src/flood.test.ts › a blocking send hangs when both buffers are full, and after its timeout returns fewer bytes than it was given',
    change: 'the send does not block',
    file: 'src/flood.ts',
    find: 'Buffer.alloc(FAR_TOO_MUCH), MSG_NOSIGNAL',
    replace: 'Buffer.alloc(FAR_TOO_MUCH), MSG_NOSIGNAL | MSG_DONTWAIT',
  },
  {
    claim: 'src/hello.test.ts › connect and send succeed before the server has accepted',
    change: 'the server accepts before the client sends',
    file: 'src/hello.ts',
    find: "  client(`send(${c}, \"hello\", 5)`, send(c, Buffer.from('hello')), 'copied into the send buffer');\n\n  const s = accept(l).fd;\n  server(`accept(${l})`, s, 'the next connection in the backlog, as a third descriptor');",
    replace:
      "  const s = accept(l).fd;\n  server(`accept(${l})`, s, 'the next connection in the backlog, as a third descriptor');\n  client(`send(${c}, \"hello\", 5)`, send(c, Buffer.from('hello')), 'copied into the send buffer');",
  },
];
