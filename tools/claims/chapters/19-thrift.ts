import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim: 'src/by-hand/protocols/bytes.test.ts › %s: %s, in a struct',
    change: 'a length has no bound',
    file: 'src/by-hand/protocols/pass-over.ts',
    find: 'if (value < 0 || value > this.maxBytes)',
    replace: 'if (value < 0)',
  },
  {
    claim: 'src/behaviour.test.ts › the server stops reading from a client that does not read',
    change: 'it is read on',
    file: 'src/server.ts',
    find: 'socket.pause(); // the client',
    replace: '// the client',
  },
  {
    claim: 'src/by-hand/protocols/bytes.test.ts › a frame of %s bytes',
    change: 'a frame has no bound',
    file: 'src/by-hand/transport.ts',
    find: 'if (length < 0 || length > this.maxBytes)',
    replace: 'if (length < 0)',
  },
];
