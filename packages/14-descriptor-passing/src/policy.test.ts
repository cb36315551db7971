import { leastConnections, policyNamed, roundRobin, POLICY_NAMES } from './policy';

const crew = (...open: number[]) => open.map((count, n) => ({ name: 'ABCD'[n], open: count }));

test('round robin gives to one after the other, whatever they have to do', () => {
  const choose = roundRobin();
  const workers = crew(9, 0, 3);
  const chosen = Array.from({ length: 7 }, () => choose(workers)?.name);
  expect(chosen).toEqual(['A', 'B', 'C', 'A', 'B', 'C', 'A']);
});

test('round robin goes on when a worker is gone', () => {
  const choose = roundRobin();
  choose(crew(0, 0, 0));
  const two = crew(0, 0);
  expect([choose(two)?.name, choose(two)?.name]).toEqual(['B', 'A']);
});

test('least connections gives to the one with the fewest, and among equals to the first', () => {
  const choose = leastConnections();
  expect(choose(crew(2, 1, 3))?.name).toBe('B');
  expect(choose(crew(1, 0, 0))?.name).toBe('B');
  expect(choose(crew(0, 0, 0))?.name).toBe('A');
});

test.each(POLICY_NAMES)('%s has nobody to choose when there is nobody', (name) => {
  expect(policyNamed(name)([])).toBeUndefined();
});

test('a word that names no policy is refused', () => {
  expect(() => policyNamed('fastest')).toThrow('there is no policy fastest');
});
