// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the formula ignores the number of the worker',
    find: '(n + offered * busy)',
    replace: '(1 + offered * busy)',
    caughtBy: 'three workers, as on paper',
  },
  {
    change: 'the textbook formula, whose factorials overflow',
    find: '  let busy = 1;\n  for (let n = 1; n <= workers; n++) busy = (offered * busy) / (n + offered * busy);\n  return busy;',
    replace:
      '  let [term, sum, factorial] = [1, 1, 1];\n  for (let n = 1; n <= workers; n++) {\n    factorial *= n;\n    term = offered ** n / factorial;\n    sum += term;\n  }\n  return term / sum;',
    caughtBy: 'two hundred workers need no factorial',
  },
  {
    change: 'the requests that waited keep no worker busy',
    find: 'return busy / (1 - (offered / workers) * (1 - busy));',
    replace: 'return busy;',
    caughtBy: 'one worker is busy for its share of the time',
  },
  {
    change: 'it does not check for a queue that grows without bound',
    find: '  if (offered >= workers) return 1;\n  const busy',
    replace: '  const busy',
    caughtBy: 'more load than workers: all wait',
  },
  {
    change: 'the queue drains at the rate of one worker',
    find: 'Math.exp(-(workers - offered) * services)',
    replace: 'Math.exp(-services)',
    caughtBy: 'two workers to spare empty the queue twice as fast',
  },
  {
    change: 'one worker too many',
    find: 'Math.floor(offered) + 1;',
    replace: 'Math.floor(offered) + 2;',
    caughtBy: 'one worker can be enough',
  },
];
