// The server command of chapter 11: npm start -- serve 11 --port 8080
import { blocking, runServer } from '@bytes-up/server-kit';
import { serve } from './server';

void runServer({
  name: '11-prefork-sync',
  summary: 'Processes forked in advance serve a client each with blocking calls. Needs Linux.',
  workers: { default: 10 },
  engines: { fork: blocking(serve, { forks: true }) },
});
