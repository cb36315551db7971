import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/bad-input.test.ts › RPC ends a connection whose length is too long, before a byte of it is kept',
    change: 'the length is not checked',
    file: 'src/rpc.ts',
    find: 'if (end > LENGTH_BYTES + MAX_BODY_BYTES) return void socket.destroy();',
    replace: '',
  },
  {
    claim:
      'src/bad-input.test.ts › RPC answers what its function refuses with an error, and what is no message too',
    change: 'what is no message is not answered',
    file: 'src/rpc.ts',
    find: 'onMessage(socket, (message) => {\n      void',
    replace: 'onMessage(socket, (message) => {\n      if (message === null) return;\n      void',
  },
  {
    claim:
      'src/bad-input.test.ts › REST answers what its function refuses with 400, other paths with 404, other verbs with 405',
    change: 'another path is as good as any',
    file: 'src/rest.ts',
    find: 'return answer(404,',
    replace: 'void answer.bind(null, 404,',
  },
  {
    claim: 'src/bad-input.test.ts › a call on a connection that has ended fails, and does not wait',
    change: 'a call on a connection that has ended waits',
    file: 'src/rpc.ts',
    find: "if (this.#socket.destroyed) return reject(new Error('the connection has ended'));",
    replace: '',
  },
];
