import { join } from 'node:path';
import { runDemo } from '@bytes-up/testkit';

let parts: readonly string[] = [];

beforeAll(async () => {
  const printed = await runDemo(join(__dirname, 'demo.ts'));
  parts = printed.split(
    /A third server starts|A is killed|C is stopped|The registry stops|A fourth server/,
  );
});

/** How many calls each server answered in a part. */
function answersIn(part: number): Record<string, number> {
  const bars = (parts[part] ?? '').matchAll(/^ {2}([A-D]) +(\d+) {2}█+$/gm);
  return Object.fromEntries([...bars].map(([, name = '', count]) => [name, Number(count)]));
}

/** A part may begin anywhere in the turns of the smooth round robin. */
function expectShares(part: number, shares: Readonly<Record<string, number>>): void {
  const answers = answersIn(part);
  expect(Object.keys(answers).sort()).toEqual(Object.keys(shares).sort());
  for (const [name, share] of Object.entries(shares))
    expect(Math.abs((answers[name] ?? 0) - share)).toBeLessThanOrEqual(3);
}

test('no call is lost, whatever happens', () => {
  expect(parts).toHaveLength(6);
  for (const part of parts) expect(part).toMatch(/120 calls, \d+ retried, 0 lost/);
});

test('the load goes by weight', () => {
  expectShares(0, { A: 40, B: 80 });
  expectShares(1, { A: 30, B: 60, C: 30 });
});

test('a server that was killed is left at once, and leaves the list when its session ends', () => {
  expect(answersIn(2)['A'] ?? 0).toBe(0);
  expect(parts[2]).toMatch(/- server A/);
});

test('a server that is stopped gently costs no attempt', () => {
  expect(parts[3]).toMatch(/- server C/);
  expect(parts[3]).toContain(' 0 retried');
});

test('calls go on without the registry, and a server that came meanwhile is found when it is back', () => {
  expectShares(4, { B: 120 });
  expectShares(5, { B: 80, D: 40 });
});
