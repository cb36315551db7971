// The server command of chapter 12: npm start -- serve 12 --port 8080
import { blocking, eventLoop, runServer } from '@bytes-up/server-kit';
import { serve as serveWithEpoll } from './epoll/server';
import { serve } from './net/server';

void runServer({
  name: '12-single-process-async',
  summary: 'One process serves many connections without a blocking call. epoll needs Linux.',
  engineMeaning: 'what waits for all connections',
  engines: { net: eventLoop(serve), epoll: blocking(serveWithEpoll) },
});
