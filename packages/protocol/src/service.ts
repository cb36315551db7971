// A service is a map of method names to handlers. Servers differ in how they carry bytes;
// the service is the same in all.

import type { Json } from './json';
import type { Request } from './messages';

/** One method: the name that its answer carries, and what computes the answer. */
export interface Method<Result> {
  /** The answer's `out`: `pong` for `ping`. */
  readonly out: string;
  /**
   * @param request the whole of it, for a handler that passes a call on: its key, what is
   *   left of its time
   * @throws RpcError for an error the caller shall see; anything else becomes INTERNAL.
   */
  readonly handle: (params: Json, request: Request) => Result;
}

/** Methods that may answer later. */
export type Service = Readonly<Record<string, Method<Json | Promise<Json>>>>;

/**
 * Methods that answer at once, for servers that block: a promise does not fit this type.
 */
export type SyncService = Readonly<Record<string, Method<Json>>>;
