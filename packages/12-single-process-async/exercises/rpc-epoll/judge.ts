// Judges my/rpc/epoll.ts: as a program, through its clients and what /proc says about its
// process, and then as the module that the next steps import.

import { commandCases, Suite, suiteStage } from '@bytes-up/conformance';
import { defineJudge } from '@bytes-up/testkit';
import { asAModule } from './judge/as-a-module';
import { manyClients } from './judge/many-clients';
import { slowReaders } from './judge/slow-readers';
import { theStop } from './judge/the-stop';

const stream = new Suite({
  areas: ['framing'],
  ids: [
    '7.1/hundred',
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
const neighbours = new Suite({
  ids: [
    '1.3/drip-feed',
    '7.2/answers-stay-apart',
    '8.3/neighbour-of-a-reset',
    '8.3/neighbour-of-bad-input',
  ],
});
const stop = new Suite({
  ids: [
    '10.2/pipelined',
    '10.2/unread-answer',
    '10.2/behind-an-answer',
    '10.4/sigint',
    '10.4/half-frame',
    '10.4/slow-reader',
  ],
});

export const judge = defineJudge<object>({
  caseLimitMs: 40_000,
  atOnce: 3,
  stages: [
    { title: 'the command', names: [], cases: commandCases },
    suiteStage('the stream', 'Stage 2: the stream', stream),
    {
      ...suiteStage('many clients', 'Stage 3: many clients', neighbours),
      cases: manyClients,
    },
    { title: 'clients that do not read', names: [], cases: slowReaders },
    { ...suiteStage('the stop', 'Stage 5: the stop', stop), cases: theStop },
    { title: 'as a module', names: [], cases: asAModule },
  ],
});
