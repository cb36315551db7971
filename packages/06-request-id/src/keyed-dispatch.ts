// `dispatch` for a server that honours idempotency keys (chapter 06): calls with a key go
// through the table.

import { dispatch, parseRequest, type DispatchOptions } from '@bytes-up/protocol';
import type { Request, Response, Service } from '@bytes-up/protocol';
import type { KeyTable } from './key-table';

/** Like `dispatch`, it never throws and never rejects. */
// #region dispatch
export function dispatchOnce(
  service: Service,
  value: unknown,
  table: KeyTable,
  options: DispatchOptions = {},
): Response | undefined | Promise<Response | undefined> {
  const request = requestOf(value);
  const call = (): ReturnType<typeof dispatch> => dispatch(service, value, options);
  if (request?.idempotency_key === undefined) return call();
  return table.run(request, request.idempotency_key, call);
}
// #endregion dispatch

/** Undefined for an invalid request: dispatch returns the error. */
function requestOf(value: unknown): Request | undefined {
  try {
    return parseRequest(value);
  } catch {
    return undefined;
  }
}
