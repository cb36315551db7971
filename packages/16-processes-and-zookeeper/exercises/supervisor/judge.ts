// Judges my/processes/supervisor.ts against a kernel in which the judge decides which
// child exits when (judge/).

import { defineJudge, expectCode, type JudgedCase } from '@bytes-up/testkit';
import { Told, type Exports } from './judge/told';

const START = 'Stage 1: start and replace';
const SEVERAL = 'Stage 2: one signal, several children';
const STOP = 'Stage 3: stop';

const names = ['Supervisor'] as const;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'start and replace',
      names,
      cases: [
        using(START, 'start forks the workers, and nothing else does', 3, (told) => {
          told.expectForks(0);
          told.start();
          told.expectWorkers([101, 102, 103]);
          told.expectForks(3);
        }),
        using(START, 'a worker that exits is reaped and replaced', 3, (told) => {
          told.start();
          told.exits(102);
          told.expectWorkers([101, 102, 103]);
          told.sigchld();
          told.expectZombies([]);
          told.expectWorkers([101, 103, 104]);
        }),
        using(START, 'its successor is replaced too', 2, (told) => {
          told.start();
          for (const pid of [102, 103, 104]) {
            told.exits(pid);
            told.sigchld();
            told.expectZombies([]);
            told.expectWorkers([101, pid + 1]);
          }
        }),
      ],
    },
    {
      title: 'several children',
      names,
      cases: [
        using(SEVERAL, 'three exit, and one signal arrives', 5, (told) => {
          told.start();
          told.exits(101, 103, 105);
          told.sigchld();
          told.expectZombies([]);
          told.expectWorkers([102, 104, 106, 107, 108]);
        }),
        using(SEVERAL, 'all of them exit, and one signal arrives', 3, (told) => {
          told.start();
          told.exits(101, 102, 103);
          told.sigchld();
          told.expectZombies([]);
          told.expectWorkers([104, 105, 106]);
        }),
        using(SEVERAL, 'a signal finds nothing that has exited', 2, (told) => {
          told.start();
          told.exits(101, 102);
          told.sigchld();
          told.sigchld();
          told.expectWorkers([103, 104]);
          told.expectForks(4);
        }),
        using(SEVERAL, 'workers that exit at once are replaced once for each signal', 3, (told) => {
          told.exitAtOnce();
          told.start();
          told.sigchld();
          told.expectForks(6);
          told.sigchld();
          told.expectForks(9);
        }),
        using(
          SEVERAL,
          'a child that is not a worker is reaped, and nothing is forked',
          2,
          (told) => {
            told.start();
            told.adopt(77);
            told.exits(77);
            told.sigchld();
            told.expectZombies([]);
            told.expectWorkers([101, 102]);
            told.expectForks(2);
          },
        ),
        using(SEVERAL, 'a worker and another child exit together', 2, (told) => {
          told.start();
          told.adopt(77);
          told.exits(77, 102);
          told.sigchld();
          told.expectZombies([]);
          told.expectWorkers([101, 103]);
        }),
        {
          title: 'an error that is not ECHILD is thrown',
          section: SEVERAL,
          run: async (exports) => {
            const told = new Told(exports, 1);
            told.start();
            told.failNext('EINVAL');
            await expectCode('1 worker; waitpid throws EINVAL; SIGCHLD', 'EINVAL', () =>
              told.sigchldUnguarded(),
            );
          },
        },
      ],
    },
    {
      title: 'stop',
      names,
      cases: [
        using(STOP, 'each worker gets SIGTERM', 3, (told) => {
          told.start();
          told.expectStopped(false);
          told.sigterm();
          told.expectSignals(['101 SIGTERM', '102 SIGTERM', '103 SIGTERM']);
          told.expectStopped(false);
        }),
        using(STOP, 'it has stopped when the last one is reaped, and replaces none', 3, (told) => {
          told.start();
          told.sigterm();
          told.exits(101, 103);
          told.sigchld();
          told.expectZombies([]);
          told.expectWorkers([102]);
          told.expectStopped(false);
          told.exits(102);
          told.expectStopped(false);
          told.sigchld();
          told.expectZombies([]);
          told.expectStopped(true);
          told.expectForks(3);
        }),
        using(STOP, 'a worker that exited just before is not replaced', 2, (told) => {
          told.start();
          told.exits(101);
          told.sigterm();
          told.sigchld();
          told.expectZombies([]);
          told.expectForks(2);
          told.expectWorkers([102]);
        }),
        using(STOP, 'a second SIGTERM kills those that are left, and no reaped pid', 3, (told) => {
          told.start();
          told.sigterm();
          told.exits(101);
          told.sigchld();
          told.forgetSignals();
          told.sigterm();
          told.expectSignals(['102 SIGKILL', '103 SIGKILL']);
          told.exits(102, 103);
          told.sigchld();
          told.expectStopped(true);
        }),
        using(
          STOP,
          'a worker that was replaced gets no signal, and its successor does',
          2,
          (told) => {
            told.start();
            told.exits(101);
            told.sigchld();
            told.sigterm();
            told.expectSignals(['102 SIGTERM', '103 SIGTERM']);
          },
        ),
        using(STOP, 'it can have no worker when it is told to stop', 2, (told) => {
          told.sigterm();
          told.expectSignals([]);
          told.expectStopped(true);
          told.sigchld();
          told.expectForks(0);
        }),
      ],
    },
  ],
});

function using(
  section: string,
  title: string,
  count: number,
  play: (told: Told) => void,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => play(new Told(exports, count)) };
}
