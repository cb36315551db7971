// my/rpc, step 3: request ids. The task: npm start -- exercise 06-rpc-ids

import type { Json } from '@bytes-up/protocol';

/** The calls in flight on one connection. Each of them ends exactly once. */
export class Calls {
  /** How many calls are in flight. */
  get size(): number {
    throw new Error('not written yet: size');
  }

  /** Begins a call: an id that no call in flight has, and the promise of its result. */
  begin(): { id: number; result: Promise<Json> } {
    throw new Error('not written yet: begin');
  }

  /**
   * Takes the body of an answer, and ends the call that it belongs to.
   * @returns false if it belongs to no call in flight
   * @throws RpcError INTERNAL if the body is not an answer, so that it has no id
   */
  complete(body: Buffer): boolean {
    throw new Error('not written yet: complete');
  }

  /** Ends one call early, with this error. @returns false if it is not in flight */
  cancel(id: number, error: Error): boolean {
    throw new Error('not written yet: cancel');
  }

  /** The connection has ended, so every call ends with this error, now and later. */
  failAll(error: Error): void {
    throw new Error('not written yet: failAll');
  }
}
