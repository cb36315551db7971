// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'no retries',
    find: 'attempts: 3,',
    replace: 'attempts: 1,',
    caughtBy: 'at a load of 0.3, single failures are hidden',
  },
  {
    change: 'the same budget for every load',
    find: 'Math.min(0.2, largest / 2)',
    replace: '0.2 + 0 * largest',
    caughtBy: 'at a load of 0.85, it recovers within 100 seconds',
  },
  {
    change: 'a budget of one retry per call',
    find: 'Math.min(0.2, largest / 2)',
    replace: '1 + 0 * largest',
    caughtBy: 'at a load of 0.5, it recovers within 100 seconds',
  },
  {
    change: 'a budget below what single failures need',
    find: 'Math.min(0.2, largest / 2), reserve: 10',
    replace: '0.01 + 0 * largest, reserve: 0',
    caughtBy: 'at a load of 0.3, single failures are hidden',
  },
  {
    change: 'a large reserve where the load is low',
    find: 'reserve: 10',
    replace: 'reserve: load > 0.5 ? 10 : 100',
    caughtBy: 'at a load of 0.5, it recovers within 15 seconds',
  },
  {
    change: 'a large reserve at any load',
    find: 'reserve: 10',
    replace: 'reserve: 100',
    caughtBy: 'at a load of 0.9, it recovers within 100 seconds',
  },
  {
    change: 'the number of attempts is text',
    find: 'attempts: 3',
    replace: "attempts: '3' as unknown as number",
    caughtBy: 'at a load of 0.3, single failures are hidden',
  },
];
