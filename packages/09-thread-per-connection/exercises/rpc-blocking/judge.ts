// Judges my/rpc/blocking.ts: asks the kernel about its listening socket, then runs the
// function that serves a connection inside chapter 08's loop.

import { Suite, suiteStage } from '@bytes-up/conformance';
import { defineJudge } from '@bytes-up/testkit';
import { arrived } from './judge/arrived';
import type { Blocking } from './judge/blocking';
import { listening } from './judge/listening';
import { commandOf, oneClient } from './judge/one-client';

const stream = new Suite({
  clients: 'one',
  commandOf,
  areas: ['framing'],
  ids: [
    '7.1/hundred',
    '7.3/stops-reading',
    '8.1/half-close',
    '8.1/half-close-thousand',
    '8.2/end-inside-the-body',
    '8.2/complete-ones-before',
    '8.3/reset-inside-a-frame',
    '8.3/reset-inside-an-answer',
    '11.1/last-answer',
    '11.1/reads-on',
    '11.2/chatty-client',
    '11.2/silent-client',
    '12.1/large',
  ],
});
const stop = new Suite({
  clients: 'one',
  commandOf,
  ids: [
    '10.2/pipelined',
    '10.2/unread-answer',
    '10.2/behind-an-answer',
    '10.4/idle-connections',
    '10.4/half-frame',
    '10.4/slow-reader',
  ],
});
const names = ['listenOn', 'serveConnection'] as const;

export const judge = defineJudge<Blocking>({
  caseLimitMs: 40_000,
  stages: [
    { title: 'the listening socket', names: ['listenOn'], cases: listening },
    { title: 'a client', names, cases: oneClient },
    // The cases of the stop mostly wait, so they run in parallel with the others.
    suiteStage('the stream', 'Stage 3: the stream', stream, stop),
    { ...suiteStage('the stop', 'Stage 4: the stop', stop), cases: [arrived] },
  ],
});
