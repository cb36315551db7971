// Judges my/rpc/prefork-async.ts as a program: its command, its processes as /proc shows
// them, and the cases of the conformance suite.

import { commandCases, stopCases, Suite, suiteStage, withWorkers } from '@bytes-up/conformance';
import { defineJudge } from '@bytes-up/testkit';
import { workers } from './judge/workers';

const commandOf = withWorkers(2);
const stream = new Suite({
  commandOf,
  ids: [
    '1.3/half-frame-first-client',
    '7.2/answers-stay-apart',
    '8.1/half-close-thousand',
    '8.3/neighbour-of-a-reset',
    '8.3/neighbour-of-bad-input',
  ],
});
const stop = new Suite({
  commandOf,
  ids: ['10.2/pipelined', '10.2/group-sigterm', '10.2/group-sigint', '10.4/half-frame'],
});

export const judge = defineJudge<object>({
  caseLimitMs: 40_000,
  stages: [
    { title: 'the command', names: [], cases: commandCases },
    { title: 'the workers', names: [], cases: workers },
    suiteStage('the clients', 'Stage 3: the clients', stream, stop),
    { ...suiteStage('the stop', 'Stage 4: the stop', stop), cases: stopCases('Stage 4: the stop') },
  ],
});
