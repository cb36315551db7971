// The server command of chapter 10: npm start -- serve 10 --port 8080
import { runBlockingCommand } from '@bytes-up/single-thread-sync';
import { serve } from './server';

void runBlockingCommand(
  {
    name: '10-process-per-connection',
    summary: 'A forked process serves each client with blocking system calls. Needs Linux.',
    defaults: { maxConnections: 300 },
    forks: true,
  },
  serve,
);
