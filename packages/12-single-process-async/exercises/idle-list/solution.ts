// An idle timeout for thousands of connections, solved.
//
// Why one list is enough, without a timer for each connection: all have the same timeout,
// so the one that was touched last expires last. A touch moves a connection to the end,
// and the next to expire is always the first. Nothing has to be sorted or searched.
//
// Why a connection with a call in flight is not idle: the client is waiting for us. If
// its call takes longer than the timeout, a server that closes the connection loses the
// answer.

/** The connections of a server, and how long each of them has been idle. */
export class IdleList<C> {
  /**
   * The idle ones, longest idle first: a map keeps insertion order.
   */
  readonly #idleSinceMs = new Map<C, number>();
  /** The number of calls in flight on each of the others. */
  readonly #inFlight = new Map<C, number>();

  /** @param nowMs milliseconds on a monotonic clock */
  constructor(
    private readonly nowMs: () => number,
    private readonly idleTimeoutMs: number,
  ) {}

  /** Milliseconds until the next connection expires, 0 if now; undefined if none can. */
  get nextInMs(): number | undefined {
    for (const sinceMs of this.#idleSinceMs.values())
      return Math.max(0, sinceMs + this.idleTimeoutMs - this.nowMs()); // of the first one
    return undefined;
  }

  /** A connection was accepted. */
  add(connection: C): void {
    this.#idleSinceMs.set(connection, this.nowMs());
  }

  /** Bytes were received or sent. */
  touch(connection: C): void {
    // to the end, unless it has calls in flight or was removed
    if (this.#idleSinceMs.delete(connection)) this.add(connection);
  }

  /** A call has begun. */
  began(connection: C): void {
    this.#idleSinceMs.delete(connection);
    this.#inFlight.set(connection, (this.#inFlight.get(connection) ?? 0) + 1);
  }

  /** A call was answered. */
  answered(connection: C): void {
    const count = this.#inFlight.get(connection);
    if (count === undefined) return; // it was removed in the meantime
    if (count > 1) this.#inFlight.set(connection, count - 1);
    else if (this.#inFlight.delete(connection)) this.add(connection);
  }

  /** The connection has closed for another reason. */
  remove(connection: C): void {
    this.#idleSinceMs.delete(connection);
    this.#inFlight.delete(connection);
  }

  /** Removes the expired connections. @returns them, longest idle first */
  expire(): C[] {
    const expired: C[] = [];
    for (const [connection, sinceMs] of this.#idleSinceMs) {
      if (this.nowMs() < sinceMs + this.idleTimeoutMs) break; // as will the rest
      this.#idleSinceMs.delete(connection);
      expired.push(connection);
    }
    return expired;
  }
}
