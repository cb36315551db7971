import { leastConnections, policyNamed, roundRobin, POLICY_NAMES } from './policy';

const workersWith = (...open: number[]) =>
  open.map((count, n) => ({ name: 'ABCD'[n], open: count }));

test('round robin chooses one worker after the other, however many connections they have', () => {
  const choose = roundRobin();
  const workers = workersWith(9, 0, 3);
  const chosen = Array.from({ length: 7 }, () => choose(workers)?.name);
  expect(chosen).toEqual(['A', 'B', 'C', 'A', 'B', 'C', 'A']);
});

test('round robin continues when a worker has died', () => {
  const choose = roundRobin();
  choose(workersWith(0, 0, 0));
  const two = workersWith(0, 0);
  expect([choose(two)?.name, choose(two)?.name]).toEqual(['B', 'A']);
});

test('least connections chooses the worker with the fewest, and the first one if several are equal', () => {
  const choose = leastConnections();
  expect(choose(workersWith(2, 1, 3))?.name).toBe('B');
  expect(choose(workersWith(1, 0, 0))?.name).toBe('B');
  expect(choose(workersWith(0, 0, 0))?.name).toBe('A');
});

test.each(POLICY_NAMES)('%s chooses no worker if there is none', (name) => {
  expect(policyNamed(name)([])).toBeUndefined();
});

test('an unknown policy is an error', () => {
  expect(() => policyNamed('fastest')).toThrow('unknown policy: fastest');
});
