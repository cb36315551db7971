import { drawRecordedRun, recordedRun } from './recorded-run';

const run = recordedRun('npm start -- serve 8', [
  { atMs: 120.04, client: 'client A', step: 'left' },
  { atMs: 100, client: 'client A', step: 'connected' },
  { atMs: 100.26, client: 'client A', step: 'accepted', note: 'process 7' },
]);

test('events are kept in their order, the first one at 0, rounded to a tenth of a millisecond', () => {
  expect(run.events.map(({ atMs, step }) => [atMs, step])).toEqual([
    [0, 'connected'],
    [0.3, 'accepted'],
    [20, 'left'],
  ]);
  expect(run.machine).toMatch(/^.+, \d+ cores?, Node v\d+\.\d+\.\d+$/);
});

test('the picture is the one of the demos, with the letters that it has', () => {
  const [, row = '', , legend] = drawRecordedRun(run).split('\n');
  expect(row).toMatch(/^client A {2}C=+L +process 7$/);
  expect(legend).toBe('C connected  L left    . waits  = is served');
});
