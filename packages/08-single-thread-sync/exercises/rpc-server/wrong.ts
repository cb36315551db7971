// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'it prints something besides the ready line',
    find: 'async function serve(socket: net.Socket): Promise<void> {',
    replace:
      "async function serve(socket: net.Socket): Promise<void> {\n  console.log('a client');",
    caughtBy: 'nothing else on standard output',
  },
  {
    change: 'one frame of each chunk is answered',
    find: 'if (answer !== undefined) await send(socket, answer);',
    replace: 'if (answer !== undefined) await send(socket, answer);\n    return true;',
    caughtBy: '2.2/two-in-one-piece',
  },
  {
    change: 'a length over the limit is not answered',
    find: "await send(socket, JSON.stringify({ out: 'error', result }));",
    replace: 'void result;',
    caughtBy: '3.2/all-ones',
  },
  {
    change: 'the stop ends the process at once',
    find: '  listener.close();',
    replace: '  process.exit(0);',
    caughtBy: '10.2/',
  },
  {
    change: 'the stop waits for a client that does not read',
    find: 'for (const socket of connections.keys()) socket.destroy();',
    replace: '',
    caughtBy: '10.4/slow-reader',
  },
];
