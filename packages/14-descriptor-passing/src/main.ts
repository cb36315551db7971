// The server command of chapter 14: npm start -- serve 14 --port 8080
import { availableParallelism } from 'node:os';
import { blocking, runServer } from '@bytes-up/server-kit';
import { nodeEngine } from './node-engine';
import { policyNamed, POLICY_NAMES } from './policy';
import { serve } from './server';

void runServer({
  name: '14-descriptor-passing',
  summary: 'One process accepts and hands each connection to a worker. sendmsg needs Linux.',
  workers: { default: availableParallelism() },
  engineMeaning: 'how a connection is handed over',
  engines: {
    sendmsg: blocking(
      (listener, context, { options }) =>
        serve(listener, context, policyNamed(options.choices['policy'])),
      { forks: true },
    ),
    node: nodeEngine,
  },
  choices: { policy: { meaning: 'which worker gets the next connection', values: POLICY_NAMES } },
});
