// The server command of chapter 12: npm start -- serve 12 --port 8080
import { runServerCommand } from '@bytes-up/server-command';
import { startServer } from './server';

void runServerCommand(
  {
    name: '12-single-process-async',
    summary: 'One process serves many connections without a blocking call.',
  },
  startServer,
);
