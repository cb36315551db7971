import fc from 'fast-check';
import { median, pairedRatios, spread } from './statistics';

describe('median', () => {
  test.each([
    [[5], 5],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('has as many values below as above', () => {
    const values = fc.array(fc.integer(), { minLength: 1 });
    const property = fc.property(values, (values) => {
      const middle = median(values);
      const below = values.filter((value) => value < middle).length;
      const above = values.filter((value) => value > middle).length;
      expect(below).toBeLessThanOrEqual(values.length / 2);
      expect(above).toBeLessThanOrEqual(values.length / 2);
    });
    fc.assert(property);
  });

  test('rejects an empty list', () => {
    expect(() => median([])).toThrow(
      new RangeError('no median: expected at least one value, got none'),
    );
  });
});

test('spread is median, min and max; undefined without values', () => {
  expect(spread([3, 9, 1])).toEqual({ median: 3, min: 1, max: 9 });
  expect(spread([])).toBeUndefined();
});

describe('paired ratios', () => {
  test('do not change when the machine slows down in the middle', () => {
    const slow = [10, 10, 100, 100, 100];
    const fast = [5, 5, 50, 50, 50];
    expect(pairedRatios(slow, fast)).toEqual([2, 2, 2, 2, 2]);
  });

  test('are computed within each round: nothing is sorted first', () => {
    expect(pairedRatios([10, 100], [50, 5])).toEqual([0.2, 20]);
  });

  test('leave out the rounds that one side lacks', () => {
    expect(pairedRatios([10, 20], [5, 5, 5, 5])).toEqual([2, 4]);
    expect(pairedRatios([], [5])).toEqual([]);
  });
});
