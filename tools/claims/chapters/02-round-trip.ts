import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim: 'src/pieces.test.ts › MSG_WAITALL fills the room',
    change: 'no MSG_WAITALL',
    file: 'src/pieces.ts',
    find: "['hello', 'world'], [10], MSG_WAITALL",
    replace: "['hello', 'world'], [4], 0 * MSG_WAITALL",
  },
  {
    claim:
      'src/flood.test.ts › a send that blocks stops where both buffers are full, and returns fewer bytes than it was given',
    change: 'the send does not block',
    file: 'src/flood.ts',
    find: 'Buffer.alloc(FAR_TOO_MUCH), MSG_NOSIGNAL',
    replace: 'Buffer.alloc(FAR_TOO_MUCH), MSG_NOSIGNAL | MSG_DONTWAIT',
  },
  {
    claim: 'src/hello.test.ts › connect and send succeed before the server has accepted',
    change: 'the server accepts before the client sends',
    file: 'src/hello.ts',
    find: "  client(`send(${c}, \"hello\", 5)`, send(c, Buffer.from('hello')), 'copied into the send buffer');\n\n  const s = accept(l).fd;\n  server(`accept(${l})`, s, 'taken out of the backlog: a third number, for this connection');",
    replace:
      "  const s = accept(l).fd;\n  server(`accept(${l})`, s, 'taken out of the backlog: a third number, for this connection');\n  client(`send(${c}, \"hello\", 5)`, send(c, Buffer.from('hello')), 'copied into the send buffer');",
  },
];
