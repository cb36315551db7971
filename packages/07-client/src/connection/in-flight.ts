// The calls in flight on one connection (chapter 07). The table owns their deadlines, so
// a call ends exactly once: with its response, with its deadline or signal, or with the
// connection.

import type { Response, RpcErrorCode } from '@bytes-up/protocol';
import { AttemptFailed } from '../call/attempt-failed';
import { onTimeoutOrAbort, type WaitOptions } from '../call/wait';
import type { ConnectionOptions } from './connection-options';

/** Bytes that a call has moved. The connection counts them as they move. */
export interface Meter {
  bytesOut: number;
  bytesIn: number;
}

export interface InFlightCall {
  readonly id: number;
  readonly meter: Meter | undefined;
  /** Its bytes were handed to the kernel: from now on the server may have done it. */
  isSent: boolean;
  /**
   * Its caller is gone. Without ids it stays in the table, since its response will come.
   */
  isCancelled: boolean;
}

interface Entry extends InFlightCall {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: AttemptFailed) => void;
  /** Removes its timer and its listener. */
  readonly release: () => void;
}

/** The caller's end of a call. */
export interface Caller extends WaitOptions {
  readonly meter?: Meter | undefined;
  readonly resolve: (response: Response) => void;
  readonly reject: (error: AttemptFailed) => void;
}

/** Calls that a table takes before it is renewed, at least. */
const MIN_ADDED = 1024;

// #region in-flight
export class InFlight {
  /**
   * In the order of their calls: without ids, the first response is the oldest call's.
   */
  #entries = new Map<number, Entry>();
  /** Calls that were added to this table, and at how many it is renewed. */
  #added = 0;
  #addAtMost = MIN_ADDED;
  #lastId = 0;
  #awaited = 0;
  /** Responses that no caller received: too late, twice, or with an unknown id. */
  dropped = 0;

  /** @param onCancel called after a deadline or a signal has ended a call */
  constructor(
    private readonly matching: Required<ConnectionOptions>['matching'],
    private readonly onCancel: () => void,
  ) {}

  /**
   * Calls whose response may still come, including cancelled ones that keep their place.
   */
  get size(): number {
    return this.#entries.size;
  }

  /** Calls that have a caller. */
  get awaited(): number {
    return this.#awaited;
  }

  /** An id that no other call of this connection has had. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** Adds a call. It is cancelled at its deadline, or when its signal aborts. */
  insert(id: number, caller: Caller): InFlightCall {
    const { resolve, reject, meter } = caller;
    const release = onTimeoutOrAbort(caller, 'answer', (code, why, cause) => {
      this.cancel(id, code, why, cause);
    });
    const entry: Entry = { id, resolve, reject, meter, isSent: false, isCancelled: false, release };
    this.#renewTable();
    this.#entries.set(id, entry);
    this.#awaited++;
    return entry;
  }

  /** @param bytes of the request's frame, which was handed to the kernel */
  sent(call: InFlightCall, bytes: number): void {
    call.isSent = true;
    if (call.meter !== undefined) call.meter.bytesOut += bytes;
  }

  /**
   * A Map makes itself a new table again and again, and V8's old tables point to the next
   * ones. Once one is in the old generation, so that it lives until the next full garbage
   * collection, all later ones live with it, and every call in them. A new Map begins a
   * new chain.
   */
  #renewTable(): void {
    if (++this.#added < this.#addAtMost) return;
    this.#entries = new Map(this.#entries);
    this.#added = 0;
    // so that copying stays cheap
    this.#addAtMost = Math.max(MIN_ADDED, this.#entries.size);
  }

  /**
   * Ends call `id` with its response, or with what is wrong with it.
   * @param bytes of the response's frame
   */
  complete(id: unknown, response: Response | AttemptFailed, bytes: number): void {
    const entry = typeof id === 'number' ? this.#entries.get(id) : undefined;
    if (entry === undefined || entry.isCancelled) this.dropped++;
    if (entry === undefined) return;
    this.#entries.delete(entry.id);
    if (entry.meter !== undefined) entry.meter.bytesIn += bytes;
    if (entry.isCancelled) return;
    this.#release(entry);
    if (response instanceof AttemptFailed) entry.reject(response);
    else entry.resolve(response);
  }

  /** The same for a response without an id. @returns false when no call is in flight */
  completeOldest(response: Response | AttemptFailed, bytes: number): boolean {
    const [oldest] = this.#entries.keys();
    if (oldest === undefined) return false;
    this.complete(oldest, response, bytes);
    return true;
  }

  /** Ends a call without its response. */
  cancel(id: number, code: RpcErrorCode, why: string, cause?: unknown): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.isCancelled) return;
    const keepsItsPlace = this.matching === 'in order' && entry.isSent;
    if (!keepsItsPlace) this.#entries.delete(id);
    this.#fail(entry, code, why, cause);
    this.onCancel();
  }

  /** Ends all calls: the connection is lost. */
  cancelAll(code: RpcErrorCode, why: string, cause?: unknown): void {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const entry of entries) if (!entry.isCancelled) this.#fail(entry, code, why, cause);
  }

  #fail(entry: Entry, code: RpcErrorCode, why: string, cause: unknown): void {
    entry.isCancelled = true;
    this.#release(entry);
    // as while connecting: no byte was sent, so the call cannot have run
    const stage = entry.isSent ? 'waiting' : 'connecting';
    entry.reject(new AttemptFailed(stage, code, why, cause));
  }

  #release(entry: Entry): void {
    this.#awaited--;
    entry.release();
  }
}
// #endregion in-flight
