import { paceFor } from './pace';

test('a quick machine has the quick times', () => {
  const quick = { attemptTimeoutMs: 300, leaveMs: 500, sessionMs: 1_000, everyMs: 25 };
  expect(paceFor({ startMs: 600, slowestMs: 12 })).toEqual(quick);
  expect(paceFor({ startMs: 3_000, slowestMs: 50 })).toEqual(quick);
});

test.each([
  ['slow calls', { startMs: 600, slowestMs: 100 }],
  ['a slow start', { startMs: 6_000, slowestMs: 12 }],
])('with %s everything takes twice as long', (_what, measured) => {
  expect(paceFor(measured)).toEqual({
    attemptTimeoutMs: 600,
    leaveMs: 1_000,
    sessionMs: 2_000,
    everyMs: 50,
  });
});

test('an attempt has six times what the slowest call took', () => {
  expect(paceFor({ startMs: 600, slowestMs: 400 })?.attemptTimeoutMs).toBe(2_400);
});

test('a machine that is slower still is too slow', () => {
  expect(paceFor({ startMs: 600, slowestMs: 401 })).toBeUndefined();
  expect(paceFor({ startMs: 24_001, slowestMs: 12 })).toBeUndefined();
});
