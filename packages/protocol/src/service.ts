// A service is a map of method names to handlers. Servers differ in how they transport
// the bytes, but they all offer the same service.

import type { Json } from './json';
import type { Request } from './messages';

/** A method: the name of its answer, and the handler that computes the result. */
export interface Method<Result> {
  /** The answer's `out`: `pong` for `ping`. */
  readonly out: string;
  /**
   * @param request the whole request, for a handler that forwards the call with its
   *   idempotency key and remaining time
   * @throws RpcError for an error that the caller should see. Anything else becomes
   *   INTERNAL.
   */
  readonly handle: (params: Json, request: Request) => Result;
}

/** Methods whose handlers may return promises. */
export type Service = Readonly<Record<string, Method<Json | Promise<Json>>>>;

/**
 * Methods for servers that block. A handler that returns a promise does not type-check.
 */
export type SyncService = Readonly<Record<string, Method<Json>>>;
