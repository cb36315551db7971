// The server command of chapter 14: npm start -- serve 14 --port 8080
import { availableParallelism } from 'node:os';
import { chosen } from '@bytes-up/server-kit';
import { runBlockingCommand, type BlockingSpec } from '@bytes-up/single-thread-sync';
import { runWithNode } from './node-engine';
import { POLICY_NAMES } from './policy';
import { serve } from './server';

const spec: BlockingSpec = {
  name: '14-descriptor-passing',
  summary: 'One process accepts and hands each connection to a worker. sendmsg needs Linux.',
  workers: { default: availableParallelism() },
  choices: {
    engine: { meaning: 'how a connection is handed over', words: ['sendmsg', 'node'] },
    policy: { meaning: 'which worker gets it', words: POLICY_NAMES },
  },
  forks: true,
};

if (chosen(spec, 'engine') === 'node') void runWithNode(spec);
else void runBlockingCommand(spec, serve);
