// The methods that the cases call.

import { RpcError, type JsonObject, type Service } from '@bytes-up/protocol';

/** The message of a handler's exception. It must never reach a client. */
export const SECRET = 'the password is in /etc/secret';

/** What the method `members` returns of its request. */
const MEMBERS = ['in', 'params', 'id', 'timeout_ms', 'idempotency_key'];

/** The methods that the cases call, and which of them ran. */
export function makeService(): { service: Service; ran: string[] } {
  const ran: string[] = [];
  const service: Service = {
    ping: { out: 'pong', handle: (params) => params },
    later: { out: 'late', handle: async (params) => params },
    whole: { out: 'request', handle: (_params, request) => request.in },
    members: {
      out: 'members',
      handle: (_params, request) =>
        MEMBERS.map((name) => (request as unknown as JsonObject)[name] ?? 'missing'),
    },
    fail: {
      out: 'failed',
      handle: () => {
        throw new Error(SECRET);
      },
    },
    'fail with a string': { out: 'failed', handle: () => throwIt(SECRET) },
    'fail with null': { out: 'failed', handle: () => throwIt(null) },
    'fail later with undefined': { out: 'failed', handle: async () => throwIt(undefined) },
    'fail later': { out: 'failed', handle: () => Promise.reject(new Error(SECRET)) },
    AbortError: {
      out: 'failed',
      handle: () => {
        throw new DOMException(SECRET, 'AbortError'); // as signal.throwIfAborted() does
      },
    },
    TimeoutError: {
      out: 'failed',
      handle: () => Promise.reject(new DOMException(SECRET, 'TimeoutError')),
    },
    busy: {
      out: 'failed',
      handle: () => {
        throw new RpcError('UNAVAILABLE', 'come back later', { retryable: true });
      },
    },
    note: { out: 'noted', handle: (params) => ran.push(JSON.stringify(params)) },
  };
  return { service, ran };
}

/** JavaScript can throw any value, not only an Error. */
function throwIt(value: unknown): never {
  throw value;
}
