// Methods that forward calls to the store: one process for all servers, which counts and
// remembers the keys that it has counted. So a call that was interrupted and retried at
// another server counts once.

import { Client } from '@bytes-up/client';
import type { Service } from '@bytes-up/protocol';

/** For calls without a deadline, in milliseconds. */
const TIMEOUT_MS = 2_000;

// #region methods
/** The store's `add` and `total`, with the caller's key and remaining time. */
export function storeMethods(store: Client): Service {
  const passOn = (name: string, out: string): Service[string] => ({
    out,
    handle: (params, { idempotency_key, timeout_ms = TIMEOUT_MS }) =>
      store.call(name, params, {
        timeoutMs: timeout_ms,
        ...(idempotency_key !== undefined && { idempotencyKey: idempotency_key }),
      }),
  });
  return { add: passOn('add', 'added'), total: passOn('total', 'total') };
}
// #endregion methods
