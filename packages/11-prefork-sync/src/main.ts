// The server command of chapter 11: npm start -- serve 11 --port 8080
import { runBlockingCommand } from '@bytes-up/single-thread-sync';
import { serve } from './server';

void runBlockingCommand(
  {
    name: '11-prefork-sync',
    summary: 'Processes made in advance serve a client each with blocking calls. Needs Linux.',
    workers: { default: 10 },
    forks: true,
  },
  serve,
);
