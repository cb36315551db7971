// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a partly sent request counts as not sent',
    find: "    case 'sending':\n",
    replace: "    case 'sending':\n      return true;\n",
    caughtBy: 'sending: a plain call',
  },
  {
    change: 'a key counts after an error, too',
    find: 'return mayHaveRun(failure.code) && idempotent;',
    replace: 'return mayHaveRun(failure.code) && (idempotent || hasKey);',
    caughtBy: 'INTERNAL: a call with a key',
  },
  {
    change: 'a call that never had a connection is not retried',
    find: 'return true; // the server has not seen a byte of it',
    replace: 'return idempotent || hasKey;',
    caughtBy: 'connecting: a plain call',
  },
  {
    change: 'retryable counts for some codes only',
    find: 'if (failure.retryable) return true;',
    replace: "if (failure.retryable && failure.code === 'UNAVAILABLE') return true;",
    caughtBy: 'INVALID_ARGUMENT, retryable: a plain call',
  },
  {
    change: 'an idempotent call is retried after any error',
    find: 'return mayHaveRun(failure.code) && idempotent;',
    replace: 'return idempotent;',
    caughtBy: 'INVALID_ARGUMENT: an idempotent call',
  },
  {
    change: 'a call that timed out at the server counts as not run',
    find: " || code === 'DEADLINE_EXCEEDED'",
    replace: '',
    caughtBy: 'DEADLINE_EXCEEDED: an idempotent call',
  },
  {
    change: 'it returns a promise, which is true in every condition',
    find: 'export function mayRetry(',
    replace: 'export async function mayRetry(',
    caughtBy: 'connecting: a plain call',
  },
];
