import { eventually, until } from './eventually';

test('a condition that becomes true', async () => {
  let polls = 0;
  expect(await eventually(() => ++polls === 3, 60_000)).toBe(true);
  expect(polls).toBe(3);
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
