import { ReconnectBackoff } from './reconnect-backoff';

const pausesOf = (backoff: ReconnectBackoff, count: number): number[] =>
  Array.from({ length: count }, () => Math.round(backoff.nextMs()));
const longest = (): number => 1 - Number.EPSILON;

test('each server is tried at once, then the pauses double', () => {
  expect(pausesOf(new ReconnectBackoff(3, longest), 7)).toEqual([0, 0, 0, 50, 100, 200, 250]);
});

/** The pauses of as many attempts, each of which ends with being sent away. */
function sentAwayAfter(backoff: ReconnectBackoff, count: number): number[] {
  return Array.from({ length: count }, () => {
    const pauseMs = Math.round(backoff.nextMs());
    backoff.unreachable(); // the connection ended, and then it turns out why
    backoff.sentAway();
    return pauseMs;
  });
}

test('a server that sends us away is asked more and more seldom', () => {
  const pauses = sentAwayAfter(new ReconnectBackoff(1, longest), 10);
  expect(pauses).toEqual([0, 50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
});

test('after a long outage, a server that ends the session is retried after the shortest pause', () => {
  const backoff = new ReconnectBackoff(1, longest);
  pausesOf(backoff, 100);
  backoff.sentAway();
  expect(pausesOf(backoff, 1)).toEqual([50]);
});

test('half of each pause is random', () => {
  expect(pausesOf(new ReconnectBackoff(1, () => 0), 6)).toEqual([0, 25, 50, 100, 125, 125]);
});

test('when a server has done something for us it begins anew', () => {
  const backoff = new ReconnectBackoff(1, longest);
  sentAwayAfter(backoff, 2_000); // and no number of attempts is too large
  backoff.worked();
  expect(pausesOf(backoff, 5)).toEqual([0, 50, 100, 200, 250]);
});
