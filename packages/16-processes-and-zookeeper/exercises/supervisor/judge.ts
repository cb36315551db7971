// Judges my/processes/supervisor.ts with a fake kernel, in which the judge decides which
// child exits when.

import { defineJudge, expectCode, type JudgedCase } from '@bytes-up/testkit';
import { Driver, type Exports } from './judge/driver';

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
        scenario(START, 'only start forks the workers', 3, (driver) => {
          driver.expectForks(0);
          driver.expectStopped(false);
          driver.start();
          driver.expectWorkers([101, 102, 103]);
          driver.expectForks(3);
        }),
        scenario(START, 'a worker that exits is reaped and replaced', 3, (driver) => {
          driver.start();
          driver.exits(102);
          driver.expectWorkers([101, 102, 103]);
          driver.sigchld();
          driver.expectZombies([]);
          driver.expectWorkers([101, 103, 104]);
        }),
        scenario(START, 'its replacement is replaced, too', 2, (driver) => {
          driver.start();
          for (const pid of [102, 103, 104]) {
            driver.exits(pid);
            driver.sigchld();
            driver.expectZombies([]);
            driver.expectWorkers([101, pid + 1]);
          }
        }),
      ],
    },
    {
      title: 'several children',
      names,
      cases: [
        scenario(SEVERAL, 'three exit, and one signal arrives', 5, (driver) => {
          driver.start();
          driver.exits(101, 103, 105);
          driver.sigchld();
          driver.expectZombies([]);
          driver.expectWorkers([102, 104, 106, 107, 108]);
        }),
        scenario(SEVERAL, 'all of them exit, and one signal arrives', 3, (driver) => {
          driver.start();
          driver.exits(101, 102, 103);
          driver.sigchld();
          driver.expectZombies([]);
          driver.expectWorkers([104, 105, 106]);
        }),
        scenario(SEVERAL, 'a signal, but no child has exited', 2, (driver) => {
          driver.start();
          driver.exits(101, 102);
          driver.sigchld();
          driver.sigchld();
          driver.expectWorkers([103, 104]);
          driver.expectForks(4);
        }),
        scenario(SEVERAL, 'workers that exit at once are replaced once per signal', 3, (driver) => {
          driver.exitAtOnce();
          driver.start();
          driver.sigchld();
          driver.expectForks(6);
          driver.sigchld();
          driver.expectForks(9);
        }),
        scenario(
          SEVERAL,
          'a child that is not a worker is reaped, and nothing is forked',
          2,
          (driver) => {
            driver.start();
            driver.adopt(77);
            driver.exits(77);
            driver.sigchld();
            driver.expectZombies([]);
            driver.expectWorkers([101, 102]);
            driver.expectForks(2);
          },
        ),
        scenario(SEVERAL, 'a worker and another child exit together', 2, (driver) => {
          driver.start();
          driver.adopt(77);
          driver.exits(77, 102);
          driver.sigchld();
          driver.expectZombies([]);
          driver.expectWorkers([101, 103]);
        }),
        scenario(SEVERAL, 'more children exit than there are workers', 1, (driver) => {
          driver.start();
          for (const pid of [77, 78, 79]) driver.adopt(pid);
          driver.exits(77, 78, 79, 101);
          driver.sigchld();
          driver.expectZombies([]);
          driver.expectWorkers([102]);
        }),
        {
          title: 'an error that is not ECHILD is thrown',
          section: SEVERAL,
          run: async (exports) => {
            const driver = new Driver(exports, 1);
            driver.start();
            driver.failNext('EINVAL');
            await expectCode('1 worker; waitpid throws EINVAL; SIGCHLD', 'EINVAL', () =>
              driver.sigchldUnguarded(),
            );
          },
        },
      ],
    },
    {
      title: 'stop',
      names,
      cases: [
        scenario(STOP, 'each worker gets SIGTERM', 3, (driver) => {
          driver.start();
          driver.expectStopped(false);
          driver.sigterm();
          driver.expectSignals(['101 SIGTERM', '102 SIGTERM', '103 SIGTERM']);
          driver.expectStopped(false);
        }),
        scenario(
          STOP,
          'it has stopped when the last worker is reaped, and replaces none',
          3,
          (driver) => {
            driver.start();
            driver.sigterm();
            driver.exits(101, 103);
            driver.sigchld();
            driver.expectZombies([]);
            driver.expectWorkers([102]);
            driver.expectStopped(false);
            driver.exits(102);
            driver.expectStopped(false);
            driver.sigchld();
            driver.expectZombies([]);
            driver.expectStopped(true);
            driver.expectForks(3);
          },
        ),
        scenario(STOP, 'a worker that exited just before is not replaced', 2, (driver) => {
          driver.start();
          driver.exits(101);
          driver.sigterm();
          driver.sigchld();
          driver.expectZombies([]);
          driver.expectForks(2);
          driver.expectWorkers([102]);
        }),
        scenario(
          STOP,
          'a second SIGTERM kills the workers that are left, but no reaped pid',
          3,
          (driver) => {
            driver.start();
            driver.sigterm();
            driver.exits(101);
            driver.sigchld();
            driver.forgetSignals();
            driver.sigterm();
            driver.expectSignals(['102 SIGKILL', '103 SIGKILL']);
            driver.exits(102, 103);
            driver.sigchld();
            driver.expectStopped(true);
          },
        ),
        scenario(
          STOP,
          'a replaced worker gets no signal, but its replacement does',
          2,
          (driver) => {
            driver.start();
            driver.exits(101);
            driver.sigchld();
            driver.sigterm();
            driver.expectSignals(['102 SIGTERM', '103 SIGTERM']);
          },
        ),
        scenario(STOP, 'it can have no worker when it is told to stop', 2, (driver) => {
          driver.sigterm();
          driver.expectSignals([]);
          driver.expectStopped(true);
          driver.sigchld();
          driver.expectForks(0);
        }),
      ],
    },
  ],
});

function scenario(
  section: string,
  title: string,
  count: number,
  steps: (driver: Driver) => void,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => steps(new Driver(exports, count)) };
}
