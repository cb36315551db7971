import { experiment, WAYS, type Notes } from './two-by-two';

const findings: Notes[] = [];

beforeAll(async () => {
  for (const way of Object.values(WAYS)) findings.push(await experiment(way));
});

test('a read with room for ten returns the four bytes that are there, whether it blocks or not', () => {
  for (const { pieces } of findings) expect(pieces).toEqual([4, 6]);
});

test('only a synchronous read that blocks keeps its thread from other work', () => {
  const [blocking, ...others] = findings.map(({ otherWork }) => otherWork);
  expect(blocking).toBeLessThan(5); // after each read, and when all is done
  for (const times of others) expect(times).toBeGreaterThan(100);
});

test('only a synchronous read that does not block gets EAGAIN', () => {
  const [blocking, loop, pool, ready] = findings.map(({ empty }) => empty);
  expect(loop).toBeGreaterThan(100);
  expect([blocking, pool, ready]).toEqual([0, 0, 0]);
});
