// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'each attempt gets its full time',
    find: 'Math.min(leftMs, attemptTimeoutMs)',
    replace: 'attemptTimeoutMs',
    caughtBy: 'or less, if the call has less',
  },
  {
    change: 'each attempt has the deadline of the call',
    find: 'Math.min(leftMs, attemptTimeoutMs)',
    replace: 'Math.min(leftMs, Infinity)',
    caughtBy: 'an attempt gets attemptTimeoutMs',
  },
  {
    change: 'the same server again',
    find: 'servers[attempt % servers.length]',
    replace: 'servers[0]',
    caughtBy: 'the first server is down, and the second one answers',
  },
  {
    change: 'every call is idempotent',
    find: 'retryable || (idempotent && DOUBTFUL.includes(code))',
    replace: 'retryable || DOUBTFUL.includes(code)',
    caughtBy: 'UNAVAILABLE, not idempotent: no retry',
  },
  {
    change: 'what is idempotent is retried after any error',
    find: '(idempotent && DOUBTFUL.includes(code))',
    replace: 'idempotent',
    caughtBy: 'INVALID_ARGUMENT, idempotent: no retry',
  },
  {
    change: 'an attempt is made with no time left',
    find: 'leftMs <= 0',
    replace: 'leftMs < 0',
    caughtBy: 'all servers hang',
  },
  {
    change: 'the deadline restarts with each attempt',
    find: 'const leftMs = endsAtMs - now();',
    replace: 'const leftMs = endsAtMs - now() + (attempt > 0 ? options.timeoutMs : 0);',
    caughtBy: 'all servers hang',
  },
  {
    change: 'when no time is left, the last error is lost',
    find: 'if (leftMs <= 0) break;',
    replace: "if (leftMs <= 0) throw new RpcError('DEADLINE_EXCEEDED', 'no time is left');",
    caughtBy: 'all servers hang',
  },
  {
    change: 'only the first error decides',
    find: 'if (!mayBeRetried(last, options)) break;',
    replace: 'if (attempt === 0 && !mayBeRetried(last, options)) break;',
    caughtBy: 'each error decides for itself: the second one may not be retried',
  },
  {
    change: 'a different error ends the call',
    find: '      last = error as RpcError;\n',
    replace:
      '      if (last !== undefined && last.code !== (error as RpcError).code) throw error;\n      last = error as RpcError;\n',
    caughtBy: 'each error decides for itself: two different ones, both retried',
  },
  {
    change: 'without a server, it throws instead of rejecting',
    find: 'export async function callService(options: Options): Promise<Json> {\n',
    replace:
      "export function callService(options: Options): Promise<Json> {\n  if (options.servers.length === 0) throw new RpcError('UNAVAILABLE', 'no servers', { retryable: true });\n  return call(options);\n}\n\nasync function call(options: Options): Promise<Json> {\n",
    caughtBy: 'without a server, UNAVAILABLE and retryable',
  },
];
