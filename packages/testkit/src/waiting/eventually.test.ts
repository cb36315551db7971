import { eventually, until } from './eventually';

test('a condition that becomes true', async () => {
  let polls = 0;
  expect(await eventually(() => ++polls === 3, 60_000)).toBe(true);
  expect(polls).toBe(3);
});

test('a condition that takes long to look at is looked at less often', async () => {
  const LOOK_MS = 10;
  const pausesMs: number[] = [];
  let lookedAtMs = NaN;
  await until('a third look', () => {
    const beganAtMs = performance.now();
    pausesMs.push(beganAtMs - lookedAtMs);
    do lookedAtMs = performance.now();
    while (lookedAtMs - beganAtMs < LOOK_MS);
    return pausesMs.length === 3;
  });
  for (const pauseMs of pausesMs.slice(1)) expect(pauseMs).toBeGreaterThan(8 * LOOK_MS);
});

test('one that never does times out', async () => {
  expect(await eventually(() => Promise.resolve(false), 0)).toBe(false);
  await expect(until('a server', () => false, 0)).rejects.toThrow('timed out: a server');
});

test('waits for what must happen', async () => {
  let polls = 0;
  await until('a third poll', () => ++polls === 3);
  expect(polls).toBe(3);
});
