// Judges my/prefork/pool.ts with a clock that it moves.

import { defineJudge, type JudgedCase } from '@bytes-up/testkit';
import { Driver, type Exports } from './judge/driver';

const NUMBER = 'Stage 1: keep their number';
const PAUSE = 'Stage 2: a pause that grows';
const SEVERAL = 'Stage 3: several workers';
const FAILS = 'Stage 4: fork fails';

const names = ['Pool'] as const;
/** As on a machine that has run for a while: a monotonic clock rarely starts at 0. */
const BEGAN_AT_MS = 40_000_000;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'keep their number',
      names,
      cases: [
        scenario(NUMBER, 'fork starts as many workers as the pool’s size', 3, (driver) => {
          driver.fork();
          driver.expectWorkers([101, 102, 103]);
        }),
        scenario(NUMBER, 'fork starts no worker when none is missing', 3, (driver) => {
          driver.fork();
          driver.fork();
          driver.expectCalls(3);
        }),
        scenario(NUMBER, 'a long-lived worker is replaced at once', 3, (driver) => {
          driver.fork();
          driver.at(5_000).ended(102);
          driver.expectWorkers([101, 103]);
          driver.fork();
          driver.expectWorkers([101, 103, 104]);
        }),
        scenario(NUMBER, 'so is one that lived for exactly 1,000 ms', 1, (driver) => {
          driver.fork();
          driver.at(1_000).ended(101);
          driver.fork();
          driver.expectWorkers([102]);
        }),
        scenario(NUMBER, 'waitMs is 0, or undefined', 2, (driver) => {
          driver.expectWaitMs(0);
          driver.fork();
          driver.expectWaitMs(undefined);
          driver.at(5_000).ended(101);
          driver.expectWaitMs(0);
        }),
        scenario(NUMBER, 'a worker gets the pid of one that has ended', 1, (driver) => {
          driver.fork();
          driver.at(5_000).ended(101);
          driver.nextPid(101);
          driver.fork();
          driver.expectWorkers([101]);
          driver.at(10_000).ended(101);
          driver.expectWorkers([]);
          driver.expectWaitMs(0);
        }),
        scenario(NUMBER, 'a child that is not a worker ends', 2, (driver) => {
          driver.fork();
          driver.at(5_000).ended(77);
          driver.expectWorkers([101, 102]);
          driver.expectWaitMs(undefined);
          driver.ended(101);
          driver.expectWaitMs(0);
          driver.fork();
          driver.expectWorkers([102, 103]);
        }),
      ],
    },
    {
      title: 'a pause that grows',
      names,
      cases: [
        scenario(PAUSE, 'a worker that died at once is replaced after 100 ms', 1, (driver) => {
          driver.fork();
          driver.at(5).ended(101);
          driver.fork();
          driver.expectWorkers([]);
          driver.at(104).fork();
          driver.expectWorkers([]);
          driver.at(105).fork();
          driver.expectWorkers([102]);
        }),
        scenario(PAUSE, 'waitMs is the rest of the pause', 1, (driver) => {
          driver.fork();
          driver.at(999).ended(101);
          driver.expectWaitMs(100);
          driver.at(1_039);
          driver.expectWaitMs(60);
          driver.at(1_200);
          driver.expectWaitMs(0);
        }),
        scenario(
          PAUSE,
          'each pause is twice as long as the one before, up to 10 s',
          1,
          (driver) => {
            const pauses = [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000];
            for (const [times, pauseMs] of pauses.entries()) {
              driver.fork();
              driver.later(5);
              driver.ended(101 + times);
              driver.expectWaitMs(pauseMs);
              driver.later(pauseMs);
            }
          },
        ),
        scenario(PAUSE, 'no other worker is forked during the pause', 2, (driver) => {
          driver.fork();
          driver.at(900).ended(101);
          driver.at(950).fork();
          driver.at(999).fork();
          driver.expectCalls(2);
          driver.at(1_000).fork();
          driver.expectWorkers([102, 103]);
        }),
      ],
    },
    {
      title: 'several workers',
      names,
      cases: [
        scenario(SEVERAL, 'four workers die at once: one pause', 4, (driver) => {
          driver.fork();
          driver.at(5).ended(101, 102);
          driver.at(8).ended(103, 104);
          driver.expectWaitMs(97);
          driver.at(105).fork();
          driver.expectWorkers([105, 106, 107, 108]);
          driver.at(110).ended(105, 106, 107, 108);
          driver.expectWaitMs(200);
        }),
        scenario(
          SEVERAL,
          'after a long-lived worker the next pause is short again',
          2,
          (driver) => {
            driver.fork();
            driver.at(5).ended(101);
            driver.at(105).fork();
            driver.at(110).ended(103);
            driver.at(2_000).ended(102);
            driver.fork();
            driver.at(2_005).ended(104);
            driver.expectWaitMs(100);
          },
        ),
        scenario(SEVERAL, 'a long time alone does not make the next pause short', 1, (driver) => {
          driver.fork();
          driver.at(5).ended(101);
          driver.at(60_000).fork();
          driver.at(60_005).ended(102);
          driver.expectWaitMs(200);
        }),
        scenario(SEVERAL, 'a long-lived worker does not end a pause', 2, (driver) => {
          driver.fork();
          driver.at(2_000).ended(101);
          driver.fork();
          driver.at(2_010).ended(103);
          driver.at(2_030).ended(102);
          driver.expectWaitMs(80);
          driver.fork();
          driver.expectWorkers([]);
        }),
        scenario(SEVERAL, 'a crash loop of a minute', 4, (driver) => {
          driver.crashFor(60_000);
          driver.expectCalls(48);
        }),
      ],
    },
    {
      title: 'fork fails',
      names,
      cases: [
        ...['EAGAIN', 'ENOMEM'].map((code) =>
          scenario(FAILS, `${code} starts a pause, and fork is tried once`, 3, (driver) => {
            driver.failWith = code;
            driver.fork();
            driver.expectCalls(1);
            driver.expectWaitMs(100);
            driver.at(50).fork();
            driver.expectCalls(1);
          }),
        ),
        scenario(FAILS, 'the pauses grow until there is room again', 2, (driver) => {
          driver.failWith = 'EAGAIN';
          driver.fork();
          driver.at(100).fork();
          driver.expectWaitMs(200);
          driver.failWith = undefined;
          driver.at(300).fork();
          driver.expectWorkers([101, 102]);
        }),
      ],
    },
  ],
});

function scenario(
  section: string,
  title: string,
  size: number,
  steps: (driver: Driver) => void,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => steps(new Driver(exports, size, BEGAN_AT_MS)) };
}
