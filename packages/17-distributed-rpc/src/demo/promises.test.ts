import type { Call } from './load';
import { brokenPromises, stalls } from './promises';
import type { Happened, Report, TimedAttempt } from './run';

const call = (kind: Call['kind'], lostAtMs?: number): Call => ({
  kind,
  atMs: lostAtMs ?? 0,
  tookMs: 1,
  code: lostAtMs === undefined ? undefined : 'DEADLINE_EXCEEDED',
  mayHaveRun: lostAtMs !== undefined,
});
const fault = (name: string, mayCut: boolean, atMs: number): Happened => ({
  fault: { name, mayCut, run: () => Promise.resolve() },
  atMs,
  settledAtMs: atMs,
  lastFailureAtMs: undefined,
  failures: 0,
});
const failed = (atMs: number, code: TimedAttempt['code']): TimedAttempt => ({
  ...{ server: 'a:1', method: 'pi', attempt: 1, durationMs: 300, isRetried: true },
  ...{ atMs, letter: 'A', code },
});
const KEPT: Report = {
  calls: [call('read'), call('plain'), call('plain', 150), call('keyed')],
  attempts: [failed(150, 'DEADLINE_EXCEEDED'), failed(250, 'UNAVAILABLE')],
  happened: [fault('B is stopped', true, 100), fault('D is added', false, 200)],
  lastsMs: 300,
  counted: { plain: 1, keyed: 1 },
  leftBehind: [],
};

test('a run that loses a plain call where it was cut has kept every promise', () => {
  expect(brokenPromises(KEPT)).toEqual([]);
  // it ran, but its response was lost
  expect(brokenPromises({ ...KEPT, counted: { plain: 2, keyed: 1 } })).toEqual([]);
});

test.each<[what: string, change: Partial<Report>, broken: string]>([
  ['a read', { calls: [...KEPT.calls, call('read', 150)] }, 'read: 1 calls lost, expected 0'],
  [
    'a keyed call',
    { calls: [...KEPT.calls, call('keyed', 150)], counted: { plain: 1, keyed: 2 } },
    'keyed: 1 calls lost, expected 0',
  ],
  [
    'a plain call that nothing has cut',
    { calls: [...KEPT.calls, call('plain', 250)] },
    'plain: 1 calls lost that no fault has cut',
  ],
  [
    'the count of a keyed call',
    { counted: { plain: 1, keyed: 2 } },
    'keyed: 1 calls, counted 2 times',
  ],
  [
    'the count of a plain call',
    { counted: { plain: 3, keyed: 1 } },
    'plain: 2 calls, 1 of them lost, counted 3 times',
  ],
  ['a process', { leftBehind: [7] }, 'processes left behind: 7'],
])('a run that loses %s has broken a promise', (_what, change, broken) => {
  expect(brokenPromises({ ...KEPT, ...change })).toEqual([broken]);
});

test('silence is a stall only where no server was cut', () => {
  expect(stalls(KEPT)).toEqual([]);
  const late = [...KEPT.attempts, failed(260, 'DEADLINE_EXCEEDED')];
  expect(stalls({ ...KEPT, attempts: late })).toEqual(['D is added: 1 attempts without an answer']);
});
