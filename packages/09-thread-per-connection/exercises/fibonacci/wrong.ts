// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'off by one',
    find: 'at < n;',
    replace: 'at <= n;',
    caughtBy: 'fib of 0',
  },
  {
    change: '79 is accepted, and its last digits are wrong',
    find: 'const MAX_N = 78;',
    replace: 'const MAX_N = 79;',
    caughtBy: 'fib of 79 is refused',
  },
  {
    change: 'a numeric string is accepted',
    find: "typeof n !== 'number' || !Number.isInteger(n) || n < 0 || n > MAX_N",
    replace: '!(Number(n) >= 0) || !Number.isInteger(Number(n)) || Number(n) > MAX_N',
    caughtBy: "fib of '10' is refused",
  },
  {
    change: 'a fraction is accepted',
    find: '!Number.isInteger(n) || ',
    replace: '',
    caughtBy: 'fib of 1.5 is refused',
  },
  {
    change: 'an exception without a code',
    find: "throw new RpcError('INVALID_ARGUMENT', `fib takes",
    replace: 'throw new RangeError(`${RpcError.name}: fib takes',
    caughtBy: 'fib of 79 is refused',
  },
  {
    change: 'the answer’s name is the method’s',
    find: "out: 'fib_r'",
    replace: "out: 'fib'",
    caughtBy: 'fib of 0',
  },
  {
    change: 'it is computed first, and then checked',
    find: 'n < 0 || n > MAX_N)\n    throw',
    replace:
      'n < 0)\n    throw new RpcError("INVALID_ARGUMENT", "an integer");\n  for (let at = 0; at < n; at++);\n  if (n > MAX_N)\n    throw',
    caughtBy: 'fib of 1e+300 is refused',
  },
];
