// Judges my/rpc/prefork.ts as a program: its command, its workers as Linux lists them,
// and the cases of the conformance suite.

import { commandCases, stopCases, Suite, suiteStage, withForkFlags } from '@bytes-up/conformance';
import { defineJudge, forkingCommand, type Learner } from '@bytes-up/testkit';
import { deaths } from './judge/deaths';
import { workers } from './judge/workers';

/** More workers than the suite ever has clients at a time. */
const commandOf = ({ file }: Learner): readonly string[] => forkingCommand(file, '--workers', '8');

const stream = new Suite({
  commandOf,
  clients: 'workers',
  ids: ['3.2/one-over', '7.2/answers-stay-apart', '8.1/half-close', '8.3/neighbour-of-bad-input'],
});
const stop = new Suite({
  commandOf,
  clients: 'workers',
  ids: ['10.2/group-sigint', '10.2/pipelined', '10.2/unread-answer', '10.4/sigint'],
});

export const judge = defineJudge<object>({
  caseLimitMs: 40_000,
  atOnce: 3,
  stages: [
    { title: 'the command', names: [], cases: commandCases },
    { title: 'the workers', names: [], cases: withForkFlags(workers) },
    { title: 'workers that die', names: [], cases: withForkFlags(deaths) },
    suiteStage('several clients', 'Stage 4: several clients', stream, stop),
    { title: 'the stop', names: [], cases: withForkFlags(stopCases('Stage 5: the stop')) },
    suiteStage('calls at the stop', 'Stage 6: calls at the stop', stop),
  ],
});
