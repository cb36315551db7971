// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the main thread serves the client itself',
    find: 'const thread = new Worker(__filename, { workerData: data });',
    replace: `await serveInThread(data);
    const thread = new Worker('', { eval: true });`,
    caughtBy: 'a second client is answered while the first one stays',
  },
  {
    change: 'the stop ends the process at once',
    find: '  Atomics.store(stop, 0, 1);',
    replace: '  process.exit(0);',
    caughtBy: '10.2/',
  },
  {
    change: 'a thread does not end with its client',
    find: '  // There is nothing left to do, so the thread ends.',
    replace: '  setInterval(() => undefined, 1_000);',
    caughtBy: 'each client has a thread, which ends when the client leaves',
  },
  {
    change: 'the threads are not told to stop',
    find: '  Atomics.store(stop, 0, 1);',
    replace: '',
    caughtBy: 'clients that are idle see the end',
  },
];
