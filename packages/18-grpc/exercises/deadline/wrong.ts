// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'it is rounded up',
    find: 'Math.floor(',
    replace: 'Math.ceil(',
    caughtBy: '250000.75 ms are 250000m',
  },
  {
    change: 'the time that the server took is not subtracted',
    find: 'parseTimeout(header) - elapsedMs',
    replace: 'parseTimeout(header)',
    caughtBy: 'the caller has less time',
  },
  {
    change: 'a header of any length is accepted',
    find: '{1,8}',
    replace: '+',
    caughtBy: '"123456789m" is invalid',
  },
  {
    change: 'the header may be anywhere in the text',
    find: '/^(\\d{1,8})([HMSmun])$/',
    replace: '/(\\d{1,8})([HMSmun])/',
    caughtBy: '"-1m" is invalid',
  },
  {
    change: 'always in milliseconds',
    find: "  ['n', 1e6],\n  ['u', 1e3],\n",
    replace: '',
    caughtBy: '250u is 0.25 ms',
  },
  {
    change: 'a call is made with no time left',
    find: 'leftMs <= 0',
    replace: 'leftMs < 0',
    caughtBy: 'exactly 0 ms left',
  },
  {
    change: "the server's own timeout replaces the caller's",
    find: 'Math.min(parseTimeout(header) - elapsedMs, ownTimeoutMs)',
    replace: 'ownTimeoutMs',
    caughtBy: 'the caller has less time',
  },
  {
    change: 'a negative time is sent',
    find: 'Math.max(ms, 0)',
    replace: 'ms',
    caughtBy: '-3 ms are 0n',
  },
  {
    change: 'nine digits',
    find: 'value <= MAX_VALUE',
    replace: 'value <= 10 * MAX_VALUE',
    caughtBy: '100 ms are 100000u',
  },
  {
    change: 'it returns a promise of the time',
    find: 'export function parseTimeout(',
    replace: 'export async function parseTimeout(',
    caughtBy: '1500m is',
  },
];
