import { judgeAlone, MAX_ALONE } from './judge-alone';

const failure = (title: string) => ({ project: 'p', file: 'a.test.ts', title, from: 0, to: 1 });

test('each failed test runs once more, alone, with a line before it and one after', async () => {
  const lines: string[] = [];
  const judged = await judgeAlone(
    [failure('flaky'), failure('broken')],
    async ({ title }) => title === 'flaky',
    (line) => lines.push(line),
  );
  expect(judged).toEqual([
    { ...failure('flaky'), passesAlone: true },
    { ...failure('broken'), passesAlone: false },
  ]);
  expect(lines).toEqual([
    'alone, 1 of 2: a.test.ts › flaky …',
    '  passes alone',
    'alone, 2 of 2: a.test.ts › broken …',
    '  fails alone too',
  ]);
});

test('at most twenty of them', async () => {
  let runs = 0;
  const many = Array.from({ length: 259 }, (_, index) => failure(String(index)));
  const judged = await judgeAlone(
    many,
    async () => {
      runs += 1;
      return false;
    },
    () => {},
  );
  expect(runs).toBe(MAX_ALONE);
  expect(judged).toHaveLength(259);
  expect(judged[MAX_ALONE]).toEqual(many[MAX_ALONE]);
});
