// The server command of chapter 10: npm start -- serve 10 --port 8080
import { blocking, runServer } from '@bytes-up/server-kit';
import { serve } from './server';

void runServer({
  name: '10-process-per-connection',
  summary: 'Serves each client in a forked process, with blocking system calls. Needs Linux.',
  defaults: { maxConnections: 300 },
  engines: { fork: blocking(serve, { forks: true }) },
});
