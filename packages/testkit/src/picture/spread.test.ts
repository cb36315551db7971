import { drawSpread, tally } from './spread';

test('names are counted', () => {
  expect([...tally(['process 7', 'process 8', 'process 7'])]).toEqual([
    ['process 7', 2],
    ['process 8', 1],
  ]);
});

test('the longest bar comes first, and workers without a connection are counted', () => {
  const counts = new Map([
    ['process 8', 10],
    ['process 7', 20],
    ['process 9', 0],
  ]);
  expect(drawSpread(counts, 5).split('\n')).toEqual([
    `  process 7          20  ${'█'.repeat(40)}`,
    `  process 8          10  ${'█'.repeat(20)}`,
    '  process 9           0  █',
    '  2 more              0',
  ]);
});
