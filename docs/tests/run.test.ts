// What the player shows of a recorded run at a time.

import type { RecordedRun } from '../../packages/testkit/src/picture/recorded-run.js';
import { clientsRun, faultRun } from '../.vitepress/runs.js';
import { runWordsOf } from '../.vitepress/languages/run-words.js';
import {
  barsOf,
  happenedBy,
  marksOf,
  momentAfter,
  momentBefore,
  ticksOf,
  timeText,
  type Run,
} from '../.vitepress/theme/player/run.js';

const recording: RecordedRun = {
  command: 'npm start -- serve 8',
  machine: 'a machine',
  events: [
    { atMs: 0, client: 'client A', step: 'connected' },
    { atMs: 0, client: 'client A', step: 'accepted', note: 'process 7' },
    { atMs: 1, client: 'client A', step: 'answered' },
    { atMs: 40, client: 'client B', step: 'connected' },
    { atMs: 100, client: 'client A', step: 'left' },
    { atMs: 110, client: 'client B', step: 'accepted' },
    { atMs: 200, client: 'client B', step: 'left' },
  ],
};
const WORDS = runWordsOf('chapters/08-single-thread-sync.md');
const queue = clientsRun(recording, WORDS.clients);

test('a client waits from connect, is served from accept, and no longer than it stays', () => {
  const bars = queue.rows.map((row) =>
    row.bars.map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs]),
  );
  expect(bars).toEqual([
    [['served', 0, 100]],
    [
      ['waits', 40, 110],
      ['served', 110, 200],
    ],
  ]);
  expect(queue.rows[0]).toMatchObject({ name: 'client A', note: 'process 7' });
});

test('an event says what was seen, and by what', () => {
  expect(queue.events.map(({ subject, text }) => `${subject} ${text}`).slice(0, 3)).toEqual([
    'client A is connected: its connect returns',
    'client A is served by process 7: the server logs “opened”',
    'client A has its answer: its recv returns',
  ]);
});

test('at a time there is nothing of what comes later', () => {
  const [, second] = queue.rows;
  if (second === undefined) throw new Error('no second row');
  expect(barsOf(second, 40)).toEqual([]);
  expect(barsOf(second, 120).map(({ toMs }) => toMs)).toEqual([110, 120]);
  expect(happenedBy(queue, 40)).toBe(4);
  expect(marksOf(queue, 1, 39)).toEqual([]);
});

/** The count of events after each step from here. */
function steps(from: number, next: (run: Run, atMs: number) => number): number[] {
  const counts: number[] = [];
  for (let at = next(queue, from), before = from; at !== before; at = next(queue, at)) {
    counts.push(happenedBy(queue, at));
    before = at;
  }
  return counts;
}

test('steps lead from event to event, those of one moment together, and stay at the ends', () => {
  expect(steps(0, momentAfter)).toEqual([3, 4, 5, 6, 7]);
  expect(steps(200, momentBefore)).toEqual([6, 5, 4, 3, 2]);
  // Between two events, back is to the one before the last that happened.
  expect(momentBefore(queue, 60)).toBe(1);
  expect(momentAfter(queue, 60)).toBe(100);
});

test('letters that would cover each other stand side by side', () => {
  expect(marksOf(queue, 0, 200).map(({ atMs, letters }) => [atMs, letters])).toEqual([
    [0, 'CA'],
    [100, 'L'],
  ]);
});

test('a run of faults has a row for each server, and shades as in the terminal', () => {
  const kept = {
    command: 'npm start -- demo 17',
    machine: 'a machine',
    lastsMs: 4_000,
    answered: { A: [4, 4, 0, 1] },
    retried: [0, 2, 0, 0],
    lost: [0, 0, 0, 0],
    faults: [
      {
        name: 'A is killed',
        atMs: 1_000,
        listRightAfterMs: 900,
        failedAttempts: 2,
        lastFailureAfterMs: 50,
      },
    ],
    calls: [],
  };
  const run = faultRun(kept, WORDS.faults);
  expect(run.rows.map(({ name }) => name)).toEqual(['server A', 'retried attempts', 'lost calls']);
  expect(run.rows[0]?.bars.map(({ fromMs, toMs, strength }) => [fromMs, toMs, strength])).toEqual([
    [0, 2_000, 1],
    [3_000, 4_000, 0.25],
  ]);
  expect(run.events.map(({ atMs, text }) => `${atMs} ${text}`)).toEqual([
    '1000 A is killed',
    '1050 the last of 2 attempts fails, 50 ms after it',
    '1900 the client’s list is right, 900 ms after it',
  ]);
});

test('a translated page has the run in its own language', () => {
  const { title, events, legend } = clientsRun(recording, runWordsOf('zh/chapters/x.md').clients);
  expect(title).toBe('2 个客户端与一个服务器，从第一次连接到最后一次关闭');
  expect(events[1]?.text).toBe('开始得到服务：服务器日志记下“opened”（process 7）');
  expect(legend).toBe('C 已连接，A 收到应答，L 离开。细线：等待；粗条：正在得到服务。');
});

test.each([
  [530, '0, 100, 200, 300, 400, 500 ms'],
  [25_000, '0, 5, 10, 15, 20, 25 s'],
])('the axis of %d ms has the ticks %s', (lastsMs, ticks) => {
  expect(
    ticksOf(lastsMs)
      .map(({ text }) => text)
      .join(', '),
  ).toBe(ticks);
});

test('times are as exact as one can see', () => {
  expect([timeText(0.4, 500), timeText(89.5, 500), timeText(1_234, 25_000)]).toEqual([
    '0.4 ms',
    '90 ms',
    '1.2 s',
  ]);
});
