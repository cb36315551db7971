import { DEFAULT_MODEL } from '../model';
import { growth } from './calls-of';

const growths = (flags: boolean): readonly number[] =>
  [0, 1, 2, 3, 1_000].map((inVain) => growth({ model: { ...DEFAULT_MODEL, flags }, inVain }));

test('each attempt has twice the work of the last, up to four times that of the first', () => {
  expect(growths(true)).toEqual([1, 2, 4, 4, 4]);
});

test('a server without flags always gets the same, because its grace period is its own', () => {
  expect(growths(false)).toEqual([1, 1, 1, 1, 1]);
});
