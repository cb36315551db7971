// What is said about an ensemble, from what is seen of its members.

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

test('the first leader is no news, and neither is one that goes on', () => {
  expect(log.seen([undefined, undefined, undefined])).toBeUndefined();
  expect(log.seen(LED_BY_2)).toBeUndefined();
  expect(log.seen(LED_BY_2)).toBeUndefined();
});

test('a leader that ends, and the one that leads after it', () => {
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

test('a follower that ends is no leader’s end', () => {
  log.seen(LED_BY_2);
  expect(log.ended(0, 'exit code 1')).toBe('member 0: exit code 1; 2 of 3 members left');
  expect(log.seen([undefined, 'follower', 'leader'])).toBeUndefined();
});

test('with half of the members or fewer there is no majority, until one is back', () => {
  log.seen(LED_BY_2);
  log.ended(0, 'killed by SIGKILL');
  expect(log.ended(1, 'killed by SIGKILL')).toBe(
    'member 1: killed by SIGKILL; 1 of 3 members left, no majority: no request is served',
  );
  log.began(0);
  expect(log.ended(2, 'killed by SIGTERM')).toContain('1 of 3 members left, no majority');
});

test('a frozen leader: another one is elected, and stays the leader when the first one is back', () => {
  log.seen(['leader', 'follower', 'follower']);
  nowMs = 500;
  log.seen(['leader', 'follower', 'follower']);
  nowMs = 2_000;
  expect(log.seen([undefined, 'follower', 'leader'])).toBe(
    'member 2 is the leader now, 1500 ms later',
  );
  // it has not noticed yet
  expect(log.seen(['leader', 'follower', 'leader'])).toBeUndefined();
  expect(log.seen(['follower', 'follower', 'leader'])).toBeUndefined();
});

test('a leader that comes back and is elected again is news', () => {
  log.seen(LED_BY_2);
  log.ended(2, 'killed by SIGKILL');
  log.seen(['leader', 'follower', undefined]);
  log.began(2);
  log.ended(0, 'killed by SIGKILL');
  nowMs = 300;
  expect(log.seen([undefined, 'follower', 'leader'])).toBe(
    'member 2 is the leader now, 300 ms later',
  );
});

test('the same member, started again, is news too; what it said before its end is none', () => {
  log.seen(LED_BY_2);
  log.ended(2, 'killed by SIGKILL');
  expect(log.seen(LED_BY_2)).toBeUndefined();
  log.began(2);
  expect(log.seen(LED_BY_2)).toBe('member 2 is the leader now, 0 ms later');
});
