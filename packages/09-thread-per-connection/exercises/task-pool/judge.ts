// Judges my/threads/task-pool.ts by which thread gets which job, and how the job ends.

import { defineJudge, show, type JudgedCase } from '@bytes-up/testkit';
import { Driver, type Exports, type Setting } from './judge/driver';
import { realThreads } from './judge/real-threads';

const HAND_OUT = 'Stage 1: hand out';
const WAIT = 'Stage 2: wait';
const DIES = 'Stage 3: a thread dies';
const STOP = 'Stage 4: stop';

const names = ['TaskPool'] as const;
const FULL = { code: 'RESOURCE_EXHAUSTED', retryable: true };
const DIED = { code: 'INTERNAL', retryable: false };
const STOPPING = { code: 'UNAVAILABLE', retryable: true };
const ONE: Setting = { threads: 1 };
const TWO: Setting = { threads: 2 };

export const judge = defineJudge<Exports>({
  caseLimitMs: 30_000,
  stages: [
    {
      title: 'hand out',
      names,
      cases: [
        scenario(HAND_OUT, 'a job and its result', ONE, async (pool) => {
          await pool.run('a');
          await pool.threadHas(1, 'a');
          await pool.answer(1);
          await pool.gets('a', 'result of a');
        }),
        scenario(HAND_OUT, 'all threads are started at once', TWO, (pool) => pool.started(2)),
        scenario(HAND_OUT, 'two jobs at the same time', TWO, async (pool) => {
          await pool.run('a', 'b');
          await pool.haveJobs('a', 'b');
        }),
        scenario(HAND_OUT, 'the second job is answered first', TWO, async (pool) => {
          await pool.run('a', 'b');
          await pool.answerJob('b');
          await pool.gets('b', 'result of b');
          await pool.waits('a');
          await pool.answerJob('a');
          await pool.gets('a', 'result of a');
        }),
        scenario(HAND_OUT, 'one job after the other', ONE, async (pool) => {
          await pool.run('a');
          await pool.answer(1);
          await pool.run('b');
          await pool.threadHas(1, 'b');
          await pool.answer(1);
          await pool.gets('b', 'result of b');
          await pool.started(1);
        }),
      ],
    },
    {
      title: 'wait',
      names,
      cases: [
        scenario(WAIT, 'a thread has one job at a time', ONE, async (pool) => {
          await pool.run('a', 'b');
          await pool.threadHas(1, 'a');
          await pool.waits('b');
        }),
        scenario(WAIT, 'the waiting job is next', ONE, async (pool) => {
          await pool.run('a', 'b');
          await pool.answer(1);
          await pool.threadHas(1, 'b');
          await pool.gets('a', 'result of a');
          await pool.answer(1);
          await pool.gets('b', 'result of b');
        }),
        scenario(WAIT, 'the job that has waited longest is first', ONE, async (pool) => {
          await pool.run('a', 'b', 'c');
          await pool.answer(1);
          await pool.threadHas(1, 'b');
          await pool.answer(1);
          await pool.threadHas(1, 'c');
        }),
        ...[0, '', false, null].map((job) =>
          scenario(WAIT, `a job may be any value, also ${show(job)}`, ONE, async (pool) => {
            await pool.run('a');
            await pool.runAs('the second job', job);
            await pool.answer(1);
            await pool.threadHas(1, job);
            await pool.answer(1);
            await pool.gets('the second job', `result of ${job === '' ? '' : show(job)}`);
          }),
        ),
        scenario(WAIT, 'equal jobs are two jobs', ONE, async (pool) => {
          await pool.runAs('the first job', 7);
          await pool.runAs('the second job', 7);
          await pool.runAs('the third job', 7);
          await pool.answer(1);
          await pool.answer(1);
          await pool.waits('the third job');
          await pool.threadHas(1, 7);
        }),
        scenario(WAIT, 'too many jobs are waiting', { threads: 1, maxWaiting: 1 }, async (pool) => {
          await pool.run('a', 'b', 'c');
          await pool.fails('c', FULL);
          await pool.answer(1);
          await pool.run('d');
          await pool.waits('d');
        }),
        scenario(WAIT, 'no job may wait', { threads: 1, maxWaiting: 0 }, async (pool) => {
          await pool.run('a', 'b');
          await pool.fails('b', FULL);
          await pool.threadHas(1, 'a');
        }),
      ],
    },
    {
      title: 'a thread dies',
      names,
      cases: [
        scenario(DIES, 'its job is rejected', ONE, async (pool) => {
          await pool.run('a');
          await pool.die(1);
          await pool.fails('a', DIED);
        }),
        scenario(DIES, 'its job is rejected, also if it is null', ONE, async (pool) => {
          await pool.runAs('the job', null);
          await pool.die(1);
          await pool.fails('the job', DIED);
        }),
        scenario(DIES, 'another thread is started', ONE, async (pool) => {
          await pool.run('a');
          await pool.die(1);
          await pool.started(2);
          await pool.run('b');
          await pool.threadHas(2, 'b');
          await pool.answer(2);
          await pool.gets('b', 'result of b');
        }),
        scenario(DIES, 'its job is not run again', ONE, async (pool) => {
          await pool.run('a');
          await pool.die(1);
          await pool.threadHas(2, undefined);
        }),
        scenario(DIES, 'the new thread gets the waiting job', ONE, async (pool) => {
          await pool.run('a', 'b');
          await pool.die(1);
          await pool.threadHas(2, 'b');
          await pool.answer(2);
          await pool.gets('b', 'result of b');
        }),
        scenario(DIES, 'the other job goes on', TWO, async (pool) => {
          await pool.run('a', 'b');
          await pool.dieWith('a');
          await pool.waits('b');
          await pool.answerJob('b');
          await pool.gets('b', 'result of b');
        }),
        scenario(DIES, 'without a job', ONE, async (pool) => {
          await pool.die(1);
          await pool.started(2);
          await pool.run('a');
          await pool.threadHas(2, 'a');
        }),
        scenario(DIES, 'three times', ONE, async (pool) => {
          await pool.run('a', 'b', 'c', 'd');
          await pool.die(1);
          await pool.die(2);
          await pool.die(3);
          await pool.fails('c', DIED);
          await pool.threadHas(4, 'd');
        }),
      ],
    },
    {
      title: 'stop',
      names,
      cases: [
        scenario(STOP, 'idle threads are stopped', TWO, async (pool) => {
          await pool.stop();
          await pool.areStopped(1, 2);
          await pool.stopIs('pending');
          await pool.die(1);
          await pool.stopIs('pending');
          await pool.die(2);
          await pool.stopIs('over');
        }),
        scenario(STOP, 'no new jobs', ONE, async (pool) => {
          await pool.stop();
          await pool.run('a');
          await pool.fails('a', STOPPING);
        }),
        scenario(STOP, 'no new jobs when all threads have ended', ONE, async (pool) => {
          await pool.stop();
          await pool.die(1);
          await pool.run('a');
          await pool.fails('a', STOPPING);
        }),
        scenario(STOP, 'a running job is finished', ONE, async (pool) => {
          await pool.run('a');
          await pool.stop();
          await pool.areStopped();
          await pool.answer(1);
          await pool.gets('a', 'result of a');
          await pool.areStopped(1);
          await pool.stopIs('pending');
          await pool.die(1);
          await pool.stopIs('over');
        }),
        scenario(STOP, 'waiting jobs are rejected', ONE, async (pool) => {
          await pool.run('a', 'b');
          await pool.stop();
          await pool.fails('b', STOPPING);
          await pool.answer(1);
          await pool.threadHas(1, undefined);
        }),
        scenario(STOP, 'a thread that dies is not replaced', ONE, async (pool) => {
          await pool.run('a');
          await pool.stop();
          await pool.die(1);
          await pool.fails('a', DIED);
          await pool.started(1);
          await pool.stopIs('over');
        }),
        scenario(STOP, 'a second stop', ONE, async (pool) => {
          await pool.stop();
          await pool.stop();
          await pool.stopIs('pending');
          await pool.die(1);
          await pool.stopIs('over');
        }),
      ],
    },
    { title: 'real threads', names, cases: realThreads },
  ],
});

function scenario(
  section: string,
  title: string,
  setting: Setting,
  steps: (pool: Driver) => Promise<void>,
): JudgedCase<Exports> {
  return { title, section, run: async (exports) => steps(await Driver.begin(exports, setting)) };
}
