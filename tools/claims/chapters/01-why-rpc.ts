import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/bad-input.test.ts › RPC closes the connection if a length is too large, before it buffers a byte of the body',
    change: 'the length is not checked',
    file: 'src/rpc.ts',
    find: 'if (end > LENGTH_BYTES + MAX_BODY_BYTES) return void socket.destroy();',
    replace: '',
  },
  {
    claim:
      'src/bad-input.test.ts › RPC answers with an error if the function rejects its argument, and for a body that is not a message',
    change: 'a body that is not a message is not answered',
    file: 'src/rpc.ts',
    find: 'onMessage(socket, (message) => {\n      void',
    replace: 'onMessage(socket, (message) => {\n      if (message === null) return;\n      void',
  },
  {
    claim:
      'src/bad-input.test.ts › REST answers 400 if the function rejects its argument, 404 for other paths and 405 for other verbs',
    change: 'other paths are answered too',
    file: 'src/rest.ts',
    find: 'return answer(404,',
    replace: 'void answer.bind(null, 404,',
  },
  {
    claim: 'src/bad-input.test.ts › a call on a closed connection fails at once',
    change: 'a call on a closed connection hangs',
    file: 'src/rpc.ts',
    find: "if (this.#socket.destroyed) return reject(new Error('connection closed'));",
    replace: '',
  },
];
