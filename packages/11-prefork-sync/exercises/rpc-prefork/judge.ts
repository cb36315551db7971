// Judges my/rpc/prefork.ts as a program: its command, its workers as Linux lists them,
// and the cases of the conformance suite.

import {
  commandCases,
  EarlyCases,
  stopCases,
  Suite,
  suiteStage,
  withForkFlags,
} from '@bytes-up/conformance';
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

const exits = new EarlyCases(withForkFlags(stopCases('Stage 5: the stop')));

export const judge = defineJudge<object>({
  caseLimitMs: 40_000,
  atOnce: 3,
  stages: [
    { title: 'the command', names: [], cases: commandCases },
    { title: 'the workers', names: [], cases: withForkFlags(workers) },
    { title: 'workers that die', names: [], cases: withForkFlags(deaths) },
    suiteStage('several clients', 'Stage 4: several clients', stream, stop, exits),
    { title: 'the stop', names: [], cases: exits.cases },
    suiteStage('calls at the stop', 'Stage 6: calls at the stop', stop),
  ],
});
