// The server command of chapter 11: npm start -- serve 11 --port 8080
import { blocking, runServer } from '@bytes-up/server-kit';
import { serve } from './server';

void runServer({
  name: '11-prefork-sync',
  summary: 'Serves each client in one of the processes forked in advance. Needs Linux.',
  workers: { default: 10 },
  engines: { fork: blocking(serve, { forks: true }) },
});
