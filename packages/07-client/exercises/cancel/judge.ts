// Judges my/client/stop-waiting.ts by how its promise ends, and by the timers and
// listeners that are left.

import { getEventListeners } from 'node:events';
import {
  defineJudge,
  expectEqual,
  resultOf,
  settled,
  Watched,
  type JudgedCase,
} from '@bytes-up/testkit';
import { Deferred, MovedTimers, Wait, type Exports, type Setting } from './judge/wait';

const WORK = 'Stage 1: the work';
const SIGNAL = 'Stage 2: the signal';
const DEADLINE = 'Stage 3: the deadline';
const LEFT = 'Stage 4: nothing is left';

const names = ['waitFor'] as const;
const RESULT = { result: 'done' };
const CANCELLED = { code: 'CANCELLED' };
const LATE = { code: 'DEADLINE_EXCEEDED' };
const PENDING = 'pending';

const AFTER = {
  resolve: 'after a result',
  reject: 'after an error',
  abort: 'after an abort',
  time: 'after the deadline',
} as const;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'the work',
      names,
      cases: [
        waiting(WORK, 'the result', {}, async (wait) => {
          await wait.is(PENDING);
          wait.resolve();
          await wait.is(RESULT);
        }),
        waiting(WORK, 'the same error as the work', {}, async (wait) => {
          wait.reject();
          await wait.isWorkError();
        }),
        waiting(WORK, 'work that ended before the call', { ended: true }, (wait) =>
          wait.is(RESULT),
        ),
        waiting(
          WORK,
          'the result, with a signal and a deadline',
          { signal: true, timeoutMs: 100 },
          async (wait) => {
            await wait.is(PENDING);
            wait.resolve();
            await wait.is(RESULT);
          },
        ),
      ],
    },
    {
      title: 'the signal',
      names,
      cases: [
        waiting(SIGNAL, 'aborted while the work is running', { signal: true }, async (wait) => {
          await wait.is(PENDING);
          wait.abort();
          await wait.is(CANCELLED);
        }),
        waiting(SIGNAL, 'the reason is the cause', { signal: true }, async (wait) => {
          wait.abort();
          await wait.is(CANCELLED);
          await wait.causeIsReason();
        }),
        waiting(SIGNAL, 'aborted before', { aborted: true }, (wait) => wait.is(CANCELLED)),
        waiting(
          SIGNAL,
          'aborted before, and the work has a result',
          { aborted: true, ended: true },
          (wait) => wait.is(CANCELLED),
        ),
        waiting(SIGNAL, 'aborted after the work has ended', { signal: true }, async (wait) => {
          wait.resolve();
          await wait.is(RESULT);
          wait.abort();
          await wait.is(RESULT);
        }),
        waiting(SIGNAL, 'a result that comes after the abort', { signal: true }, async (wait) => {
          wait.abort();
          wait.resolve();
          await wait.is(CANCELLED);
        }),
        waiting(SIGNAL, 'the work fails after the abort', { signal: true }, async (wait) => {
          wait.abort();
          await wait.is(CANCELLED);
          wait.reject();
          await wait.nothingUnhandled();
        }),
        waiting(SIGNAL, 'aborted before, and the work fails', { aborted: true }, async (wait) => {
          await wait.is(CANCELLED);
          wait.reject();
          await wait.nothingUnhandled();
        }),
      ],
    },
    {
      title: 'the deadline',
      names,
      cases: [
        waiting(DEADLINE, 'one millisecond before it', { timeoutMs: 100 }, async (wait) => {
          wait.time(99);
          await wait.is(PENDING);
          wait.resolve();
          await wait.is(RESULT);
        }),
        waiting(DEADLINE, 'at the deadline', { timeoutMs: 100 }, async (wait) => {
          wait.time(100);
          await wait.is(LATE);
        }),
        waiting(DEADLINE, 'no timeoutMs, no limit', { signal: true }, async (wait) => {
          wait.time(10_000_000);
          await wait.is(PENDING);
        }),
        waiting(DEADLINE, 'a timeoutMs of 0 is a limit', { timeoutMs: 0 }, async (wait) => {
          wait.time(0);
          await wait.is(LATE);
        }),
        waiting(
          DEADLINE,
          'the abort comes first, then the deadline',
          { signal: true, timeoutMs: 100 },
          async (wait) => {
            wait.abort();
            wait.time(100);
            await wait.is(CANCELLED);
          },
        ),
        waiting(
          DEADLINE,
          'the deadline comes first, then the abort',
          { signal: true, timeoutMs: 100 },
          async (wait) => {
            wait.time(100);
            wait.abort();
            await wait.is(LATE);
          },
        ),
        waiting(DEADLINE, 'the work fails after it', { timeoutMs: 100 }, async (wait) => {
          wait.time(100);
          await wait.is(LATE);
          wait.reject();
          await wait.nothingUnhandled();
        }),
      ],
    },
    {
      title: 'nothing is left',
      names,
      cases: [
        ...(['resolve', 'reject', 'abort'] as const).map((end) =>
          waiting(LEFT, AFTER[end], { signal: true, timeoutMs: 100 }, async (wait) => {
            wait[end]();
            await wait.nothingLeft();
          }),
        ),
        waiting(LEFT, AFTER.time, { signal: true, timeoutMs: 100 }, async (wait) => {
          wait.time(100);
          await wait.nothingLeft();
        }),
        waiting(
          LEFT,
          'after a signal that was aborted before',
          { aborted: true, timeoutMs: 100 },
          (wait) => wait.nothingLeft(),
        ),
        waiting(
          LEFT,
          'a signal that was aborted before starts nothing',
          { aborted: true, timeoutMs: 100 },
          (wait) => wait.nothingStarted(),
        ),
        {
          title: 'two waits at once on one signal',
          section: LEFT,
          run: async ({ waitFor }) => {
            const controller = new AbortController();
            const { signal } = controller;
            const timers = new MovedTimers();
            const options = { signal, timeoutMs: 100, timers };
            const first = new Deferred();
            const given = 'two waits with one signal, timeoutMs 100; the work of the first ends';
            const ended = await Watched.call(given, () => waitFor(first.promise, options));
            const other = await Watched.call(given, () => waitFor(new Deferred().promise, options));
            first.resolve('done');
            await ended.expect(`${given}; the first`, RESULT);
            await other.expect(`${given}; the second`, PENDING);
            const listeners = getEventListeners(signal, 'abort').length;
            const left = { listeners, timers: timers.running };
            expectEqual(`${given}; what is left`, { listeners: 1, timers: 1 }, left);
            controller.abort(new Error('the caller’s reason'));
            await other.expect(`${given}; abort; the second`, CANCELLED);
            const none = {
              listeners: getEventListeners(signal, 'abort').length,
              timers: timers.running,
            };
            expectEqual(`${given}; abort; what is left`, { listeners: 0, timers: 0 }, none);
          },
        },
        {
          title: 'a thousand waits on one signal',
          section: LEFT,
          run: async ({ waitFor }) => {
            const { signal } = new AbortController();
            const timers = new MovedTimers();
            const given = 'a thousand waits on one signal, one after the other; listeners left';
            for (let n = 0; n < 1_000; n++) {
              const work = Promise.resolve('done');
              await resultOf(given, () => waitFor(work, { signal, timeoutMs: 100, timers }));
            }
            await settled();
            expectEqual(given, 0, getEventListeners(signal, 'abort').length);
          },
        },
      ],
    },
  ],
});

function waiting(
  section: string,
  title: string,
  setting: Setting,
  steps: (wait: Wait) => Promise<void>,
): JudgedCase<Exports> {
  return { title, section, run: async (exports) => steps(await Wait.begin(exports, setting)) };
}
