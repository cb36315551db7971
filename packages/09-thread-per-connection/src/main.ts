// The server command of chapter 09: npm start -- serve 9 --port 8080
import { blocking, runServer } from '@bytes-up/server-kit';
import { serveWithPool } from './pool';
import { serve } from './server';

void runServer({
  name: '09-thread-per-connection',
  summary: 'Serves each client in a thread, with blocking system calls. Needs Linux.',
  defaults: { maxConnections: 300 },
  workers: { default: 4, meaning: 'threads of the pool' },
  engineMeaning: 'a thread for each connection, or a pool',
  engines: {
    thread: blocking(serve),
    pool: blocking(serveWithPool, { readyLater: true }),
  },
});
