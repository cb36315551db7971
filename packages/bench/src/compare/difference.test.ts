import fc from 'fast-check';
import { firstDifference } from './difference';

describe('firstDifference', () => {
  test.each<[string, unknown, unknown, string]>([
    ['numbers', 1, 2, 'expected 1, got 2'],
    ['zeros of different sign', 0, -0, 'expected 0, got -0'],
    ['types', '1', 1, 'expected "1", got 1'],
    ['null and nothing', null, undefined, 'expected null, got undefined'],
    ['characters', 'abcd', 'abXd', 'character 2: expected "c", got "X"'],
    ['a longer string', 'ab', 'abc', 'character 2: expected the end, got "c"'],
    ['bytes', Buffer.from([1, 2]), Buffer.from([1, 0xfe]), 'byte 1: expected 0x02, got 0xfe'],
    ['fewer bytes', Buffer.from([1, 2]), Buffer.from([1]), 'byte 1: expected 0x02, got the end'],
    ['bytes and text', Buffer.from('a'), 'a', 'expected 1 bytes, got "a"'],
    ['items', [1, [2, 3]], [1, [2, 4]], '[1][1]: expected 3, got 4'],
    ['fewer items', [1, 2], [1], 'expected 2 items, got 1'],
    ['an array and an object', [1], { 0: 1 }, 'expected an array of 1, got an object (Object)'],
    ['members', { a: { b: 1 } }, { a: { b: 2 } }, '.a.b: expected 1, got 2'],
    ['a missing member', { a: 1, b: 2 }, { a: 1 }, '.b: expected this member, got none'],
    ['another member', { a: 1 }, { a: 1, b: 2 }, '.b: expected no such member, got one'],
    ['entries of maps', new Map([['k', 1]]), new Map([['k', 2]]), '[0][1]: expected 1, got 2'],
    ['items of sets', new Set([1]), new Set([2]), '[0]: expected 1, got 2'],
    ['dates', new Date(5), new Date(6), 'expected 5, got 6'],
  ])('names the place: %s', (_title, expected, actual, message) => {
    expect(firstDifference(expected, actual)).toBe(message);
  });

  test.each<[string, unknown, unknown]>([
    ['not a number', NaN, NaN],
    ['two views of the same bytes', Buffer.from('ab'), new Uint8Array([0x61, 0x62])],
    ['members in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    [
      'an object of a library and a plain one',
      new (class Pong {
        x = 1;
      })(),
      { x: 1 },
    ],
    ['a rope and a flat string', ['long', 'er'].join(''), 'longer'],
  ])('finds none: %s', (_title, a, b) => {
    expect(firstDifference(a, b)).toBeUndefined();
  });

  test('finds none between a value and its copy, whatever the value', () => {
    const property = fc.property(fc.jsonValue(), (value) => {
      expect(firstDifference(value, structuredClone(value))).toBeUndefined();
    });
    fc.assert(property);
  });

  test('rejects an answer that contains itself', () => {
    const circle = (): object => {
      const result: Record<string, unknown> = {};
      result['s'] = result;
      return result;
    };
    expect(firstDifference(circle(), circle())).toMatch(
      /^(\.s){257}: nested deeper than 256 levels, not compared$/,
    );
  });
});
