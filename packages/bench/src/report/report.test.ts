import { growthRatio, timeRatio, type Report } from './report';

const row = (input: string, contender: string, ...samplesMs: number[]) => ({
  input,
  contender,
  samplesMs,
});

const report = {
  title: 'made up',
  rows: [
    row('small', 'ours', 1, 2, 1),
    row('large', 'ours', 4, 8, 6),
    row('small', 'bare copy', 1, 1, 1),
    row('large', 'bare copy', 8, 4, 4),
    row('large', 'never run'),
    row('small', 'never run', 1),
  ],
} as unknown as Report;

test('times are compared round by round', () => {
  const [large, small] = ['large', 'small'].map((input) => ({ input, contender: 'ours' }));
  expect(timeRatio(report, large!, small!)).toEqual({ median: 4, min: 4, max: 6 });
});

test('growth is compared round by round, and not measured without samples', () => {
  const inputs = { small: 'small', large: 'large' };
  expect(growthRatio(report, inputs, 'ours', 'bare copy')).toEqual({
    median: 1,
    min: 0.5,
    max: 1.5,
  });
  expect(growthRatio(report, inputs, 'ours', 'never run')).toBeUndefined();
  expect(() => growthRatio(report, inputs, 'ours', 'unknown')).toThrow(RangeError);
});
