// Judges my/prefork/pool.ts on a clock that it moves itself.

import { defineJudge, type JudgedCase } from '@bytes-up/testkit';
import { Played, type Exports } from './judge/played';

const NUMBER = 'Stage 1: keep their number';
const PAUSE = 'Stage 2: a pause that grows';
const SEVERAL = 'Stage 3: several workers';
const FAILS = 'Stage 4: fork fails';

const names = ['Pool'] as const;
/** A machine that has run for a while: no clock begins at 0. */
const BEGAN_AT_MS = 40_000_000;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'keep their number',
      names,
      cases: [
        plays(NUMBER, 'fork starts as many as the pool has', 3, (played) => {
          played.fork();
          played.expectWorkers([101, 102, 103]);
        }),
        plays(NUMBER, 'fork starts none when none is missing', 3, (played) => {
          played.fork();
          played.fork();
          played.expectCalls(3);
        }),
        plays(NUMBER, 'a worker that lived long is replaced at once', 3, (played) => {
          played.fork();
          played.at(5_000).ended(102);
          played.expectWorkers([101, 103]);
          played.fork();
          played.expectWorkers([101, 103, 104]);
        }),
        plays(NUMBER, 'so is one that lived for exactly 1,000 ms', 1, (played) => {
          played.fork();
          played.at(1_000).ended(101);
          played.fork();
          played.expectWorkers([102]);
        }),
        plays(NUMBER, 'waitMs: now, or not at all', 2, (played) => {
          played.expectWaitMs(0);
          played.fork();
          played.expectWaitMs(undefined);
          played.at(5_000).ended(101);
          played.expectWaitMs(0);
        }),
        plays(NUMBER, 'a child that is no worker ends', 2, (played) => {
          played.fork();
          played.at(5_000).ended(77);
          played.expectWorkers([101, 102]);
          played.expectWaitMs(undefined);
          played.ended(101);
          played.expectWaitMs(0);
          played.fork();
          played.expectWorkers([102, 103]);
        }),
      ],
    },
    {
      title: 'a pause that grows',
      names,
      cases: [
        plays(PAUSE, 'a worker that died at once is replaced after 100 ms', 1, (played) => {
          played.fork();
          played.at(5).ended(101);
          played.fork();
          played.expectWorkers([]);
          played.at(104).fork();
          played.expectWorkers([]);
          played.at(105).fork();
          played.expectWorkers([102]);
        }),
        plays(PAUSE, 'waitMs says what is left of the pause', 1, (played) => {
          played.fork();
          played.at(999).ended(101);
          played.expectWaitMs(100);
          played.at(1_039);
          played.expectWaitMs(60);
          played.at(1_200);
          played.expectWaitMs(0);
        }),
        plays(PAUSE, 'each pause is twice as long as the one before, up to 10 s', 1, (played) => {
          const pauses = [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000];
          for (const [times, pauseMs] of pauses.entries()) {
            played.fork();
            played.later(5);
            played.ended(101 + times);
            played.expectWaitMs(pauseMs);
            played.later(pauseMs);
          }
        }),
        plays(PAUSE, 'no other worker is forked during the pause', 2, (played) => {
          played.fork();
          played.at(900).ended(101);
          played.at(950).fork();
          played.at(999).fork();
          played.expectCalls(2);
          played.at(1_000).fork();
          played.expectWorkers([102, 103]);
        }),
      ],
    },
    {
      title: 'several workers',
      names,
      cases: [
        plays(SEVERAL, 'four die at once: that is one pause', 4, (played) => {
          played.fork();
          played.at(5).ended(101, 102);
          played.at(8).ended(103, 104);
          played.expectWaitMs(97);
          played.at(105).fork();
          played.expectWorkers([105, 106, 107, 108]);
          played.at(110).ended(105, 106, 107, 108);
          played.expectWaitMs(200);
        }),
        plays(SEVERAL, 'after one that lived long the next pause is short again', 2, (played) => {
          played.fork();
          played.at(5).ended(101);
          played.at(105).fork();
          played.at(110).ended(103);
          played.at(2_000).ended(102);
          played.fork();
          played.at(2_005).ended(104);
          played.expectWaitMs(100);
        }),
        plays(SEVERAL, 'one that lived long does not end a pause', 2, (played) => {
          played.fork();
          played.at(2_000).ended(101);
          played.fork();
          played.at(2_010).ended(103);
          played.at(2_030).ended(102);
          played.expectWaitMs(80);
          played.fork();
          played.expectWorkers([]);
        }),
        plays(SEVERAL, 'a crash loop of a minute', 4, (played) => {
          played.crashFor(60_000);
          played.expectCalls(48);
        }),
      ],
    },
    {
      title: 'fork fails',
      names,
      cases: [
        ...['EAGAIN', 'ENOMEM'].map((code) =>
          plays(FAILS, `${code} begins a pause, and is tried once`, 3, (played) => {
            played.failWith = code;
            played.fork();
            played.expectCalls(1);
            played.expectWaitMs(100);
            played.at(50).fork();
            played.expectCalls(1);
          }),
        ),
        plays(FAILS, 'the pauses grow until there is room again', 2, (played) => {
          played.failWith = 'EAGAIN';
          played.fork();
          played.at(100).fork();
          played.expectWaitMs(200);
          played.failWith = undefined;
          played.at(300).fork();
          played.expectWorkers([101, 102]);
        }),
      ],
    },
  ],
});

function plays(
  section: string,
  title: string,
  size: number,
  play: (played: Played) => void,
): JudgedCase<Exports> {
  return { title, section, run: (exports) => play(new Played(exports, size, BEGAN_AT_MS)) };
}
