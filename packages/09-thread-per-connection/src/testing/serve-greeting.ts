// Chapter 09's server with another service, which the threads load by its path.

import { blocking, runServer } from '@bytes-up/server-kit';
import { serveWithPool } from '../pool';
import { serve } from '../server';

export const service = {
  greet: { out: 'greeting', handle: (name: unknown) => `hello ${String(name)}` },
  /** Ends the thread that runs it. */
  leave: { out: 'left', handle: (): never => process.exit() },
};

if (require.main === module) {
  void runServer({
    name: 'serve-greeting',
    summary: 'serves its own service module',
    serviceModule: __filename,
    workers: { default: 1 },
    engines: { thread: blocking(serve), pool: blocking(serveWithPool, { readyLater: true }) },
  });
}
