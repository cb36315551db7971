// my/rpc, step 3: request ids. The task: npm start -- exercise 06-rpc-ids

import type { Json } from '@bytes-up/protocol';

/** The calls in flight on one connection. Each of them ends exactly once. */
export class Calls {
  /** How many calls are in flight. */
  get size(): number {
    throw new Error('not written yet: size');
  }

  /** Begins a call: returns an unused id, and the promise of the result. */
  begin(): { id: number; result: Promise<Json> } {
    throw new Error('not written yet: begin');
  }

  /**
   * Takes the body of an answer, and ends the matching call.
   * @returns false if it matches no call in flight
   * @throws RpcError INTERNAL if the body is not an answer, so that it has no id
   */
  complete(body: Buffer): boolean {
    throw new Error('not written yet: complete');
  }

  /** Ends one call early, with this error. @returns false if it is not in flight */
  cancel(id: number, error: Error): boolean {
    throw new Error('not written yet: cancel');
  }

  /**
   * The connection has ended: rejects every call in flight and every later one with this
   * error.
   */
  failAll(error: Error): void {
    throw new Error('not written yet: failAll');
  }
}
