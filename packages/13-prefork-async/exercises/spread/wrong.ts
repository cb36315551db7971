// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the worker that wakes up first gets everything',
    find: 'if (turn < first || backlog === 0) continue;',
    replace: 'if (first > Math.min(...awakeAt) || backlog === 0) continue;',
    caughtBy: 'they wake up one after the other',
  },
  {
    change: 'the hash modulo the number of workers',
    find: 'Math.floor((hash * workers) / 2 ** 32)',
    replace: 'hash % workers',
    caughtBy: 'one hash for each worker',
  },
  {
    change: 'it divides by zero without connections',
    find: 'sum === 0 ? 1 : ',
    replace: '',
    caughtBy: 'no connection',
  },
  {
    change: 'the number of workers is left out',
    find: '(counts.length * squares)',
    replace: 'squares',
    caughtBy: 'all have the same number',
  },
  {
    change: 'the smallest divided by the largest',
    find: '(sum * sum) / (counts.length * squares)',
    replace: 'Math.min(...counts) / Math.max(...counts)',
    caughtBy: 'one has everything',
  },
  {
    change: 'it accepts more connections than there are',
    find: 'if (turn < first || backlog === 0) continue;',
    replace: 'if (turn < first) continue;',
    caughtBy: 'all are awake, and the last turn is not full',
  },
  {
    change: 'a worker that wakes up accepts one turn late',
    find: 'turn < first',
    replace: '(turn <= first && first > 0)',
    caughtBy: 'they wake up one after the other',
  },
  {
    change: 'a shift by 32 with JavaScript’s operator',
    find: 'Math.floor((hash * workers) / 2 ** 32)',
    replace: '(hash * workers) >>> 32',
    caughtBy: 'one hash for each worker',
  },
  {
    change: 'it rounds instead of truncating',
    find: 'Math.floor((hash * workers) / 2 ** 32)',
    replace: 'Math.min(workers - 1, Math.round((hash * workers) / 2 ** 32))',
    caughtBy: 'the largest hash of each worker',
  },
  {
    change: 'the dead worker accepts',
    find: 'if (worker === dead) lost++;',
    replace: 'if (dead === -1) lost++;',
    caughtBy: 'the dead worker’s connections are lost',
  },
  {
    change: 'worker 0 never dies',
    find: 'worker === dead',
    replace: 'dead && worker === dead',
    caughtBy: 'worker 0 is dead',
  },
  {
    change: 'fairness sorts the counts that it is given',
    find: '  for (const count of counts) {\n',
    replace: '  for (const count of (counts as number[]).sort((a, b) => a - b)) {\n',
    caughtBy: 'one has everything',
  },
  {
    change: 'ownListeners sorts the hashes that it is given',
    find: '  for (const hash of hashes) {\n',
    replace: '  for (const hash of (hashes as number[]).sort((a, b) => a - b)) {\n',
    caughtBy: 'three workers',
  },
];
