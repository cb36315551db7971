// The methods by which a server passes calls on to the store: one process for all servers, which counts, and remembers the keys of what
// it has counted. So a call that was cut and made again at another server counts once.

import { Client } from '@bytes-up/client';
import type { Service } from '@bytes-up/protocol';

/** Milliseconds, where the caller has given no time. */
const TIMEOUT_MS = 2_000;

// #region methods
/** `add` and `total`, as the store has them. The caller's key goes along, and what is left of its time. */
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
