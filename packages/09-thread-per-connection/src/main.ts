// The server command of chapter 09: npm start -- serve 9 --port 8080
import { chosen, type ServerSpec } from '@bytes-up/server-kit';
import { runBlockingCommand } from '@bytes-up/single-thread-sync';
import { serveWithPool } from './pool';
import { serve } from './server';

const spec: ServerSpec = {
  name: '09-thread-per-connection',
  summary: 'A thread serves each client with blocking system calls. Needs Linux.',
  defaults: { maxConnections: 300 },
  workers: { default: 4, meaning: 'threads of the pool' },
  choices: {
    engine: { meaning: 'a thread for each connection, or a pool', words: ['thread', 'pool'] },
  },
};

if (chosen(spec, 'engine') === 'pool') {
  void runBlockingCommand({ ...spec, readyLater: true }, serveWithPool);
} else {
  void runBlockingCommand(spec, serve);
}
