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
  const key = request?.idempotency_key;
  if (request === undefined || key === undefined) return dispatch(service, value, options);
  // A one-way call runs like any other, so that its answer is recorded: a later call with
  // its key may want it.
  const { oneway = false, ...answered } = request;
  const answer = table.run(request, key, () => dispatch(service, answered, options));
  if (!oneway) return answer;
  return answer instanceof Promise ? answer.then(() => undefined) : undefined;
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
