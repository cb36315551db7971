// What is logged about an ensemble, given the modes and the ends of its members.

import { EnsembleLog } from './ensemble-log';

let nowMs = 0;
let log: EnsembleLog;

beforeEach(() => {
  nowMs = 0;
  log = new EnsembleLog(
    3,
    (index) => `member ${index}`,
    () => nowMs,
  );
});

const LED_BY_2 = ['follower', 'follower', 'leader'] as const;

test('neither the first leader is logged, nor one that stays the leader', () => {
  expect(log.seen([undefined, undefined, undefined])).toBeUndefined();
  expect(log.seen(LED_BY_2)).toBeUndefined();
  expect(log.seen(LED_BY_2)).toBeUndefined();
});

test('a leader ends, and another one is elected', () => {
  log.seen(LED_BY_2);
  nowMs = 1_000;
  expect(log.ended(2, 'killed by SIGKILL')).toBe(
    'member 2, the leader: killed by SIGKILL; 2 of 3 members left',
  );
  nowMs = 1_200;
  expect(log.seen([undefined, 'follower', undefined])).toBeUndefined();
  nowMs = 1_400;
  expect(log.seen(['leader', 'follower', undefined])).toBe(
    'member 0 is the leader now, 400 ms later',
  );
});

test('a follower ends, and the leader stays', () => {
  log.seen(LED_BY_2);
  expect(log.ended(0, 'exit code 1')).toBe('member 0: exit code 1; 2 of 3 members left');
  expect(log.seen([undefined, 'follower', 'leader'])).toBeUndefined();
});

test('with half of the members or fewer there is no majority, until one restarts', () => {
  log.seen(LED_BY_2);
  log.ended(0, 'killed by SIGKILL');
  expect(log.ended(1, 'killed by SIGKILL')).toBe(
    'member 1: killed by SIGKILL; 1 of 3 members left, no majority: no request is served',
  );
  log.started(0);
  expect(log.ended(2, 'killed by SIGTERM')).toContain('1 of 3 members left, no majority');
});

test('a leader is frozen: another one is elected, and stays the leader when the first one thaws', () => {
  log.seen(['leader', 'follower', 'follower']);
  nowMs = 500;
  log.seen(['leader', 'follower', 'follower']);
  nowMs = 2_000;
  expect(log.seen([undefined, 'follower', 'leader'])).toBe(
    'member 2 is the leader now, 1500 ms later',
  );
  // The old leader has not noticed yet.
  expect(log.seen(['leader', 'follower', 'leader'])).toBeUndefined();
  expect(log.seen(['follower', 'follower', 'leader'])).toBeUndefined();
});

test('a former leader that is elected again is logged', () => {
  log.seen(LED_BY_2);
  log.ended(2, 'killed by SIGKILL');
  log.seen(['leader', 'follower', undefined]);
  log.started(2);
  log.ended(0, 'killed by SIGKILL');
  nowMs = 300;
  expect(log.seen([undefined, 'follower', 'leader'])).toBe(
    'member 2 is the leader now, 300 ms later',
  );
});

test('a leader that restarts is logged again; the mode it had before its end is ignored', () => {
  log.seen(LED_BY_2);
  log.ended(2, 'killed by SIGKILL');
  expect(log.seen(LED_BY_2)).toBeUndefined();
  log.started(2);
  expect(log.seen(LED_BY_2)).toBe('member 2 is the leader now, 0 ms later');
});
