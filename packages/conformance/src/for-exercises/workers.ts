// The judge of a server that runs step 10's loop in several workers. Steps 11 and 12
// differ only in how a worker gets its connections.

import { defineJudge, type Judge, type JudgedCase } from '@bytes-up/testkit';
import { expectAsleep } from './asleep';
import { expectPong, withClients } from './clients';
import { commandCases } from './command';
import { expectOrphansEnd, serveWithWorkers, withWorkers } from './spread';
import { masterIsLast, stopCases } from './stop';
import { Suite, suiteStage } from './suite';

const CLIENTS = 'Stage 3: the clients';
const STOP = 'Stage 4: the stop';

/** @param cases of stage 2, with the heading of the task; more follow them */
export function judgeOfWorkers(
  title: string,
  section: string,
  cases: readonly JudgedCase<object>[],
): Judge<object> {
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
  return defineJudge<object>({
    caseLimitMs: 40_000,
    atOnce: 3,
    stages: [
      { title: 'the command', names: [], cases: commandCases },
      { title, names: [], cases: [...cases, ...masterCases(section)] },
      suiteStage('the clients', CLIENTS, stream, stop),
      { ...suiteStage('the stop', STOP, stop), cases: [...stopCases(STOP), masterIsLast(STOP)] },
    ],
  });
}

function masterCases(section: string): readonly JudgedCase<object>[] {
  return [
    {
      title: 'while nothing happens, all processes sleep',
      section,
      run: (_exports, learner) =>
        serveWithWorkers(learner, 2, (address, { pid }) =>
          withClients(address, 10, async (...clients) => {
            for (const client of clients) await expectPong('each of 10 clients pings', client);
            await expectAsleep('10 clients are connected and send nothing', pid);
          }),
        ),
    },
    {
      title: 'a master that is killed takes its workers with it',
      section,
      run: (_exports, learner) =>
        serveWithWorkers(learner, 2, (_address, server) =>
          expectOrphansEnd('SIGKILL to the master', server),
        ),
    },
  ];
}
