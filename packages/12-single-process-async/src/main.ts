// The server command of chapter 12: npm start -- serve 12 --port 8080
import { chosen, runServerCommand, type ServerSpec } from '@bytes-up/server-kit';
import { runBlockingCommand } from '@bytes-up/single-thread-sync';
import { serveWithEpoll } from './epoll/server';
import { startServer } from './net/server';

const spec: ServerSpec = {
  name: '12-single-process-async',
  summary: 'One process serves many connections without a blocking call. epoll needs Linux.',
  choices: { engine: { meaning: 'what waits for all of them', words: ['net', 'epoll'] } },
};

if (chosen(spec, 'engine') === 'epoll') void runBlockingCommand(spec, serveWithEpoll);
else void runServerCommand(spec, startServer);
