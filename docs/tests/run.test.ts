// What the player shows of a recorded run at a time.

import { clientsRun, faultRun } from '../.vitepress/runs.js';
import { barsOf, happenedBy, marksOf, ticksOf, timeText } from '../.vitepress/theme/player/run.js';

const queue = clientsRun({
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
});

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

test('letters that would cover each other stand side by side', () => {
  expect(marksOf(queue, 0, 200).map(({ atMs, letters }) => [atMs, letters])).toEqual([
    [0, 'CA'],
    [100, 'L'],
  ]);
});

test('a run of faults has a row for each server, and shades as in the terminal', () => {
  const run = faultRun({
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
  });
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

test.each([
  [530, [0, 100, 200, 300, 400, 500]],
  [25_000, [0, 5_000, 10_000, 15_000, 20_000, 25_000]],
])('the axis of %d ms has the ticks %j', (lastsMs, ticks) => {
  expect(ticksOf(lastsMs)).toEqual(ticks);
});

test('times are as exact as one can see', () => {
  expect([timeText(0.4, 500), timeText(89.5, 500), timeText(1_234, 25_000)]).toEqual([
    '0.4 ms',
    '90 ms',
    '1.2 s',
  ]);
});
