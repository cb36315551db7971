// The server command of chapter 13: npm start -- serve 13 --port 8080
import { availableParallelism } from 'node:os';
import { blocking, runServer } from '@bytes-up/server-kit';
import { cluster } from './cluster';
import { serve } from './server';

void runServer({
  name: '13-prefork-async',
  summary: 'An event loop in each of several processes. fork needs Linux; cluster does not.',
  workers: { default: availableParallelism() },
  engineMeaning: 'how the processes are made',
  engines: { fork: blocking(serve, { forks: true }), cluster },
});
