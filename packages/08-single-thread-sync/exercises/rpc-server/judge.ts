// Judges my/rpc/server.ts as a program: its command, the cases of the conformance suite,
// and what the suite does not cover.

import { commandCases, EarlyCases, Suite, suiteStage } from '@bytes-up/conformance';
import { defineJudge } from '@bytes-up/testkit';
import { afterTheSignal } from './judge/closing';
import { exits as exitCases } from './judge/exits';
import { others } from './judge/others';
import { portInUse } from './judge/port-in-use';

/** The cases of the area connection that the task asks for. */
const HALF_CLOSE = [
  '8.1/half-close',
  '8.1/half-close-thousand',
  '8.2/end-inside-the-body',
  '8.2/complete-ones-before',
];
/** Resets while the server reads, and while it writes. */
const RESETS = ['8.3/reset-inside-a-frame', '8.3/reset-inside-an-answer'];

/** Clients that stay connected after the end of the stream. */
const LINGERING = ['11.1/last-answer', '11.1/reads-on', '11.2/chatty-client', '11.2/silent-client'];

/** A connection that ended instead of an answer, or before one had arrived. */
const ENDED = /^(?:the end of the stream|a reset)/;
const LEFT_THE_LOOP =
  'Does an exception or a `break` end your `for await` loop? Leaving the loop destroys the ' +
  'socket, and the answer that you have just written can be lost.';

const framing = new Suite({
  areas: ['framing'],
  ids: [...HALF_CLOSE, ...LINGERING],
  noteOf: ({ failure, exit }) =>
    exit === undefined && ENDED.test(failure?.got ?? '') ? LEFT_THE_LOOP : undefined,
});
const calls = new Suite({ areas: ['body', 'calls'], ids: RESETS });
const stop = new Suite({ areas: ['shutdown'] });
const exits = new EarlyCases([...exitCases, afterTheSignal]);

export const judge = defineJudge<object>({
  caseLimitMs: 25_000,
  atOnce: 3,
  stages: [
    { title: 'the command', names: [], cases: [...commandCases, portInUse] },
    // Each case of the stop has its own server and mostly waits, so they run in parallel
    // with the others.
    suiteStage('framing', 'Stage 2: framing', framing, stop, exits),
    { ...suiteStage('bodies and calls', 'Stage 3: bodies and calls', calls), cases: others },
    { ...suiteStage('the stop', 'Stage 4: the stop', stop), cases: exits.cases },
  ],
});
