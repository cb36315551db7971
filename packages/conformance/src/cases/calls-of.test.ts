import { MAX_PI_TERMS } from '@bytes-up/protocol';
import { DEFAULT_MODEL } from '../model';
import { growth, termsFor } from './calls-of';

const growths = (flags: boolean): readonly number[] =>
  [0, 1, 2, 3, 1_000].map((inVain) => growth({ model: { ...DEFAULT_MODEL, flags }, inVain }));

test('each attempt has twice the work of the last, up to four times that of the first', () => {
  expect(growths(true)).toEqual([1, 2, 4, 4, 4]);
});

test('a server without flags always gets the same, because its grace period is its own', () => {
  expect(growths(false)).toEqual([1, 1, 1, 1, 1]);
});

test.each([
  ['a fast server gets what is wanted', 1, 3_000_000, 3_000_000],
  ['a slow server gets what it manages in that time', 40, 3_000_000, 60_000],
  ['no server gets more than pi takes', 1, 12_000_000, MAX_PI_TERMS],
])('%s', (_what, sampleMs, wanted, terms) => {
  expect(termsFor(sampleMs, wanted, 12)).toBe(terms);
});
