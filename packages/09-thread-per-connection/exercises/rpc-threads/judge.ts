// Judges my/rpc/threads.ts as a program: its command, its threads as Linux lists them,
// and the cases of the conformance suite.

import {
  commandCases,
  EarlyCases,
  expectPong,
  expectPongMeanwhile,
  stopCases,
  Suite,
  suiteStage,
  withClients,
  withServer,
} from '@bytes-up/conformance';
import { CaseFailed, defineJudge, eventually, numbersIn, type JudgedCase } from '@bytes-up/testkit';

const THREADS = 'Stage 2: a thread for each client';
/** How long a thread may take to end, in ms of machine time. */
const ENDS_WITHIN_MS = 3_000;

const threads: readonly JudgedCase<object>[] = [
  {
    title: 'a second client is answered while the first one stays',
    section: THREADS,
    run: (_exports, learner) =>
      withServer(learner, (address) =>
        withClients(address, 2, async (first, second) => {
          await expectPong('client 1 sends a ping', first);
          await expectPong('client 1 stays connected, client 2 sends a ping', second);
          await expectPong('client 1 sends another ping', first);
        }),
      ),
  },
  {
    title: 'a ping is answered while another client’s calls are being computed',
    section: THREADS,
    run: (_exports, learner) =>
      withServer(learner, (address) =>
        withClients(address, 2, async (busy, other) => {
          await expectPong('client 1 sends a ping', busy);
          await expectPong('client 2 sends a ping', other);
          await expectPongMeanwhile(busy, other);
        }),
      ),
  },
  {
    title: 'each client has a thread, which ends when the client leaves',
    section: THREADS,
    run: (_exports, learner) =>
      withServer(learner, async (address, { pid }) => {
        const count = (): number => numbersIn(`/proc/${pid}/task`).length;
        const before = count();
        let most = 0;
        await withClients(address, 3, async (...clients) => {
          for (const client of clients) await expectPong('each of 3 clients sends a ping', client);
          most = count();
        });
        if (most < before + 3)
          throw new CaseFailed({
            given: `3 clients stay; before them, /proc/${pid}/task had ${before} entries`,
            expected: `${before + 3} or more`,
            came: `${most}`,
          });
        if (await eventually(() => count() <= most - 3, ENDS_WITHIN_MS)) return;
        throw new CaseFailed({
          given: `3 clients leave; with them, /proc/${pid}/task had ${most} entries`,
          expected: `${most - 3} or fewer`,
          came: `${count()} after ${ENDS_WITHIN_MS / 1000} s`,
        });
      }),
  },
];

const stream = new Suite({
  ids: [
    '1.3/half-frame-first-client',
    '7.2/answers-stay-apart',
    '8.1/half-close',
    '8.3/neighbour-of-a-reset',
    '8.3/neighbour-of-bad-input',
    '9.3/neighbour-of-a-slow-reader',
  ],
});
const stop = new Suite({
  ids: ['10.2/pipelined', '10.2/unread-answer', '10.4/idle-connections', '10.4/sigint'],
});

const exits = new EarlyCases(stopCases('Stage 4: the stop'));

export const judge = defineJudge<object>({
  caseLimitMs: 40_000,
  atOnce: 3,
  stages: [
    { title: 'the command', names: [], cases: commandCases },
    { title: 'a thread for each client', names: [], cases: threads },
    suiteStage('several clients', 'Stage 3: several clients', stream, stop, exits),
    { title: 'the stop', names: [], cases: exits.cases },
    suiteStage('calls at the stop', 'Stage 5: calls at the stop', stop),
  ],
});
