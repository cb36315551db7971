// Several servers, one deadline, solved.
//
// What a timeout after 3 ms says about the server: nothing. Only an attempt that had its
// full attemptTimeoutMs is a reason to eject a server. A client that ignores this ejects
// healthy servers when its callers are in a hurry.

import { RpcError, type Json, type RpcErrorCode } from '@bytes-up/protocol';

export interface Options {
  /** The names of the servers, best first. */
  readonly servers: readonly string[];
  /** For the whole call, in milliseconds. */
  readonly timeoutMs: number;
  /** For one attempt, in milliseconds. */
  readonly attemptTimeoutMs: number;
  /** The most attempts. */
  readonly maxAttempts: number;
  /** The method may run twice. */
  readonly idempotent: boolean;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  /** Calls one server. Rejects with an RpcError, after at most timeoutMs. */
  readonly attempt: (server: string, timeoutMs: number) => Promise<Json>;
}

/** After one of these the method may have run, and another server might answer. */
const DOUBTFUL: readonly RpcErrorCode[] = ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'INTERNAL'];

/**
 * Calls one server after the other until one answers.
 * @throws RpcError of the last attempt; UNAVAILABLE without a server
 */
export async function callService(options: Options): Promise<Json> {
  const { servers, attemptTimeoutMs, maxAttempts, now } = options;
  const endsAtMs = now() + options.timeoutMs;
  let last: RpcError | undefined;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const server = servers[attempt % servers.length];
    if (server === undefined) throw new RpcError('UNAVAILABLE', 'no servers', { retryable: true });
    const leftMs = endsAtMs - now();
    if (leftMs <= 0) break;
    try {
      return await options.attempt(server, Math.min(leftMs, attemptTimeoutMs));
    } catch (error) {
      last = error as RpcError;
      if (!mayBeRetried(last, options)) break;
    }
  }
  throw last ?? new RpcError('DEADLINE_EXCEEDED', 'no time for an attempt');
}

function mayBeRetried({ code, retryable }: RpcError, { idempotent }: Options): boolean {
  return retryable || (idempotent && DOUBTFUL.includes(code));
}
