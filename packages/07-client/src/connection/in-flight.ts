// Calls that have begun and are not over (chapter 07). Each ends exactly once: with its answer, or with an error.

import type { Response } from '@bytes-up/protocol';
import { AttemptFailed } from '../call/attempt-failed';

/** What a call has moved, filled in as it happens. */
export interface Meter {
  bytesOut: number;
  bytesIn: number;
}

/** One call on a connection. */
export interface Entry {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: AttemptFailed) => void;
  /** Its bytes were handed to the kernel: from now on nobody knows whether it was done. */
  isSent: boolean;
  /** Over, and its answer is still to come: on a connection without ids it keeps its place in the line. */
  isOver: boolean;
  readonly meter: Meter | undefined;
  /** Takes away the timer and the listener that belong to it. */
  release: () => void;
}

// #region in-flight
export class InFlight {
  readonly #byId = new Map<number, Entry>();
  #lastId = 0;
  #awaited = 0;
  /** Calls that were over when their answer came, and answers to no call of ours at all. */
  dropped = 0;

  /** With those that are over and keep their place in the line. */
  get size(): number {
    return this.#byId.size;
  }

  /** Calls that somebody waits for. */
  get awaited(): number {
    return this.#awaited;
  }

  /** An id that no call of this connection had. */
  nextId(): number {
    return ++this.#lastId;
  }

  add(id: number, entry: Entry): void {
    this.#byId.set(id, entry);
    this.#awaited++;
  }

  /** An answer by its id, or why it is none. @param bytes its frame */
  answered(id: unknown, response: Response | AttemptFailed, bytes: number): void {
    const entry = typeof id === 'number' ? this.#byId.get(id) : undefined;
    if (entry === undefined) {
      this.dropped++; // it came too late, twice, or to nobody
      return;
    }
    this.#byId.delete(id as number);
    if (entry.meter !== undefined) entry.meter.bytesIn += bytes;
    if (entry.isOver) this.dropped++;
    else if (response instanceof AttemptFailed) this.#settle(entry, () => entry.reject(response));
    else this.#settle(entry, () => entry.resolve(response));
  }

  /** An answer without an id: it belongs to the oldest call. @returns false when there is none */
  answeredInOrder(response: Response | AttemptFailed, bytes: number): boolean {
    const [oldest] = this.#byId.keys();
    if (oldest !== undefined) this.answered(oldest, response, bytes);
    return oldest !== undefined;
  }

  /** The caller waits no longer. @param keep its place in the line, for an answer that has no id */
  abandon(id: number, error: AttemptFailed, keep: boolean): void {
    const entry = this.#byId.get(id);
    if (entry === undefined || entry.isOver) return;
    if (!keep) this.#byId.delete(id);
    this.#settle(entry, () => entry.reject(error));
  }

  /** The connection is gone, and with it every answer. @param errorFor by whether the call was sent */
  endAll(errorFor: (isSent: boolean) => AttemptFailed): void {
    const entries = [...this.#byId.values()];
    this.#byId.clear();
    for (const entry of entries) {
      if (!entry.isOver) this.#settle(entry, () => entry.reject(errorFor(entry.isSent)));
    }
  }

  #settle(entry: Entry, end: () => void): void {
    this.#awaited--;
    entry.isOver = true;
    entry.release();
    end();
  }
}
// #endregion in-flight
