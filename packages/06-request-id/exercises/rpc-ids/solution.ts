// my/rpc, step 3: request ids, solved.

import { RpcError, type Json, type JsonObject, type RpcErrorCode } from '@bytes-up/protocol';

interface Call {
  resolve(result: Json): void;
  reject(error: Error): void;
}

/**
 * The calls in flight on one connection. Each call ends exactly once, because whatever
 * ends it removes it from the map first.
 */
export class Calls {
  readonly #inFlight = new Map<number, Call>();
  #lastId = 0;
  /** Set once no call can succeed any more. */
  #end: Error | undefined;

  /** How many calls are in flight. */
  get size(): number {
    return this.#inFlight.size;
  }

  /** Begins a call: returns an unused id, and the promise of the result. */
  begin(): { id: number; result: Promise<Json> } {
    const id = ++this.#lastId;
    if (this.#end !== undefined) return { id, result: Promise.reject(this.#end) };
    const result = new Promise<Json>((resolve, reject) => {
      this.#inFlight.set(id, { resolve, reject });
    });
    return { id, result };
  }

  /**
   * Takes the body of an answer, and ends the matching call.
   * @returns false if it matches no call in flight
   * @throws RpcError INTERNAL if the body is not an answer, so that it has no id
   */
  complete(body: Buffer): boolean {
    const answer = parse(body);
    const call = this.#take(answer['id']);
    if (call === undefined) return false;
    const { out, result } = answer;
    // Not `if (result)`: null, false and 0 are results.
    if (result === undefined) call.reject(broken('the answer has no result'));
    else if (out === 'error') call.reject(toError(result));
    else call.resolve(result);
    return true;
  }

  /** Ends one call early, with this error. @returns false if it is not in flight */
  cancel(id: number, error: Error): boolean {
    const call = this.#take(id);
    call?.reject(error);
    return call !== undefined;
  }

  /**
   * The connection has ended: rejects every call in flight and every later one with this
   * error.
   */
  failAll(error: Error): void {
    this.#end ??= error;
    for (const id of [...this.#inFlight.keys()]) this.cancel(id, error);
  }

  /**
   * Removes and returns the call with this id. To a Map, 3 and "3" are different keys.
   */
  #take(id: Json | undefined): Call | undefined {
    const call = this.#inFlight.get(id as number);
    this.#inFlight.delete(id as number);
    return call;
  }
}

function parse(body: Buffer): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(body.toString()) as Json;
  } catch {
    throw broken('the answer is not JSON');
  }
  if (!isObject(value) || value['id'] === undefined) throw broken('the answer has no id');
  return value;
}

/** The error in an answer. A server can make mistakes, so its members are checked. */
function toError(result: Json): RpcError {
  if (!isObject(result) || typeof result['code'] !== 'string')
    return broken('the answer is an error without a code');
  const { code, message, retryable } = result;
  const text = typeof message === 'string' ? message : 'no message';
  return new RpcError(code as RpcErrorCode, text, { retryable: retryable === true });
}

function broken(message: string): RpcError {
  return new RpcError('INTERNAL', message);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
