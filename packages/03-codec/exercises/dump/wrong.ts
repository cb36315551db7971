// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'an empty frame is overlooked',
    find: 'return [13, 0, 2];',
    replace: 'return [13, 2];',
    caughtBy: 'the complete bodies',
  },
  {
    change: 'the length counts its own four bytes',
    find: 'return 27;',
    replace: 'return 23;',
    caughtBy: 'where the server gave up',
  },
  {
    change: 'the length is read in the byte order in which it was written',
    find: 'return 234_881_024;',
    replace: 'return 14;',
    caughtBy: 'the length that was read',
  },
];
