import { judge } from './goal';
import type { Report } from './report';
import { renderGoals, renderReport } from './table';

const flat = (value: number) => ({ median: value, min: value, max: value });

const report: Report = {
  title: 'A race',
  baseline: 'slow',
  seed: 42,
  minRoundMs: 50,
  roundsAsked: 9,
  rounds: 2,
  elapsedMs: 1_234,
  machine: {
    cpu: 'A CPU',
    cores: 2,
    node: 'v20.20.2',
    platform: 'linux x64',
    date: '2026-01-31T12:00:59.000Z',
  },
  rows: [
    {
      input: 'small',
      contender: 'fast',
      bytes: 1_000_000,
      samplesMs: [1.5, 2.5],
      runMs: { median: 2, min: 1.5, max: 2.5 },
      speed: { median: 1_024, min: 980.4, max: 1_100.2 },
    },
    {
      input: 'small',
      contender: 'slow',
      bytes: 1_000_000,
      samplesMs: [2_000, 2_000],
      runMs: flat(2_000),
      speed: flat(1),
    },
    { input: 'big', contender: 'fast', samplesMs: [8], runMs: flat(8), speed: null },
    {
      input: 'big',
      contender: 'slow',
      samplesMs: [],
      runMs: null,
      speed: null,
      limited: 'takes a minute',
    },
  ],
};

test('a report whose inputs say how many calls a run makes', () => {
  const rows = report.rows.slice(0, 1).map(({ bytes: _bytes, ...row }) => ({ ...row, calls: 169 }));
  expect(
    renderReport({ ...report, rows }, { color: false })
      .split('\n')
      .slice(1, 3),
  ).toEqual([
    'input   contender   time per run      calls     speed     min – max   rounds',
    'small   fast             2.00 ms   84,500/s   1,024 ×   980 – 1,100        2',
  ]);
});

test('a report as text', () => {
  expect(renderReport(report, { color: false }).split('\n')).toEqual([
    'A race',
    'input   contender   time per run    bytes/s     speed     min – max   rounds',
    'small   fast             2.00 ms   500 MB/s   1,024 ×   980 – 1,100        2',
    '        slow              2.00 s   500 kB/s    1.00 ×                      2',
    '',
    'big     fast             8.00 ms                    –                      1',
    '        slow             not run                                           0',
    'speed: time of "slow" divided by this time, median of the rounds\' ratios',
    '"slow" on "big", 0 rounds: takes a minute',
    '2 of 9 rounds (time limit), samples of at least 50 ms, seed 42, 1.23 s in total',
    'A CPU, 2 cores, node v20.20.2, linux x64, 2026-01-31 12:00 UTC',
  ]);
});

test('a report without bytes has no column for them', () => {
  const rows = report.rows.slice(2);
  const text = renderReport({ ...report, rows }, { color: false });
  expect(text).toContain('time per run');
  expect(text).not.toContain('bytes/s');
});

test('output has colour only if requested', () => {
  const escape = '\u001b[';
  expect(renderReport(report, { color: false })).not.toContain(escape);
  expect(renderReport(report, { color: true })).toContain(escape);
});

test('goals as text: met and not met are computed from the median', () => {
  const goals = [
    judge('times faster', { atLeast: 500 }, { median: 500, min: 400, max: 900 }),
    judge('times faster', { atLeast: 500 }, { median: 499, min: 400, max: 900 }),
    judge('growth', { atMost: 5 }, flat(5)),
    judge('growth', { atMost: 5 }, flat(5.01)),
    judge('growth', { atMost: 5 }, undefined),
    judge('growth of another', null, flat(9)),
    judge('growth of another', null, undefined),
  ];
  expect(renderGoals(goals, { color: false }).split('\n')).toEqual([
    'met           times faster: goal ≥ 500, measured 500 (400 – 900)',
    'not met       times faster: goal ≥ 500, measured 499 (400 – 900)',
    'met           growth: goal ≤ 5, measured 5.00 (5.00 – 5.00)',
    'not met       growth: goal ≤ 5, measured 5.01 (5.01 – 5.01)',
    'not measured  growth: goal ≤ 5, measured –',
    'no goal       growth of another: measured 9.00 (9.00 – 9.00)',
    'not measured  growth of another: measured –',
  ]);
});
