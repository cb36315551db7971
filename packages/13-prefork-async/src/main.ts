// The server command of chapter 13: npm start -- serve 13 --port 8080
import { availableParallelism } from 'node:os';
import { chosen } from '@bytes-up/server-kit';
import { runBlockingCommand, type BlockingSpec } from '@bytes-up/single-thread-sync';
import { runWithCluster } from './cluster';
import { serve } from './server';

const spec: BlockingSpec = {
  name: '13-prefork-async',
  summary: 'An event loop in each of several processes. fork needs Linux; cluster does not.',
  workers: { default: availableParallelism() },
  choices: { engine: { meaning: 'how the processes are made', words: ['fork', 'cluster'] } },
  forks: true,
};

if (chosen(spec, 'engine') === 'cluster') void runWithCluster(spec);
else void runBlockingCommand(spec, serve);
