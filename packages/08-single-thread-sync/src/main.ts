// The server command of chapter 08: npm start -- serve 8 --port 8080
import { runBlockingCommand } from './blocking-command';
import { serve } from './server';

void runBlockingCommand(
  {
    name: '08-single-thread-sync',
    summary: 'One thread serves one client at a time with blocking system calls. Needs Linux.',
  },
  serve,
);
