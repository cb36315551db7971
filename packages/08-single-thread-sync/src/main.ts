// The server command of chapter 08: npm start -- serve 8 --port 8080
import { blocking, runServer } from '@bytes-up/server-kit';
import { serve } from './server';

void runServer({
  name: '08-single-thread-sync',
  summary: 'One thread serves one client at a time with blocking system calls. Needs Linux.',
  engines: { blocking: blocking(serve) },
});
