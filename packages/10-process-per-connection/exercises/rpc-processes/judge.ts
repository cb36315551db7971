// Judges my/rpc/processes.ts as a program: its command, its processes and their
// descriptors as Linux lists them, and the cases of the conformance suite.

import {
  commandCases,
  EarlyCases,
  stopCases,
  Suite,
  suiteStage,
  withForkFlags,
} from '@bytes-up/conformance';
import { defineJudge, forkingCommand, type Learner } from '@bytes-up/testkit';
import { children } from './judge/children';
import { processes } from './judge/processes';

/** With the flags for fork, so that each server of the suite starts once, not twice. */
const commandOf = ({ file }: Learner): readonly string[] => forkingCommand(file);

const stream = new Suite({
  commandOf,
  ids: [
    '1.3/half-frame-first-client',
    '3.2/one-over',
    '7.2/answers-stay-apart',
    '8.1/half-close',
    '8.3/neighbour-of-a-reset',
    '8.3/neighbour-of-bad-input',
    '9.3/neighbour-of-a-slow-reader',
  ],
});
const stop = new Suite({
  commandOf,
  ids: ['10.2/group-sigint', '10.2/pipelined', '10.2/unread-answer', '10.4/sigint'],
});

const exits = new EarlyCases(withForkFlags(stopCases('Stage 5: the stop')));

export const judge = defineJudge<object>({
  caseLimitMs: 40_000,
  atOnce: 3,
  stages: [
    { title: 'the command', names: [], cases: commandCases },
    { title: 'a process for each client', names: [], cases: withForkFlags(processes) },
    { title: 'children that end', names: [], cases: withForkFlags(children) },
    suiteStage('several clients', 'Stage 4: several clients', stream, stop, exits),
    { title: 'the stop', names: [], cases: exits.cases },
    suiteStage('calls at the stop', 'Stage 6: calls at the stop', stop),
  ],
});
