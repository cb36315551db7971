import { drawSpread, tally } from './spread';
import { servedBy } from './server-fixture';

test('the log says who served each connection, in the order in which they opened', () => {
  const log = [
    'process 7 connection 1 127.0.0.1:40000 opened',
    'process 8 connection 1 127.0.0.1:40001 opened',
    'process 7 connection 1 127.0.0.1:40000 closed: client closed its sending side',
    'process 7 connection 2 127.0.0.1:40002 opened',
    'process 8 was killed by SIGKILL; restarting',
  ];
  expect(servedBy(log)).toEqual(['process 7', 'process 8', 'process 7']);
  expect([...tally(servedBy(log))]).toEqual([
    ['process 7', 2],
    ['process 8', 1],
  ]);
});

test('the longest bar is drawn first, and those who got nothing are counted', () => {
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
