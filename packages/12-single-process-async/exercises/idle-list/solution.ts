// An idle time-out for thousands, solved.
//
// Why one list and not a timer for each connection: all of them wait equally long, so the
// one that was touched last expires last. To touch is to move to the end, and the next to
// expire is always the first. Nothing is sorted, and nothing searched.
//
// Why a call in flight is not idle: the client waits for us. If its call takes longer
// than the time-out, a server that closes the connection loses the answer.

/** The connections of a server, and since when nothing has happened on each of them. */
export class IdleList<C> {
  /**
   * The idle ones, the longest idle first: a map keeps the order in which its keys were
   * added.
   */
  readonly #idleSinceMs = new Map<C, number>();
  /** How many calls are in flight on each of the others. */
  readonly #inFlight = new Map<C, number>();

  /** @param nowMs milliseconds on a clock that never goes back */
  constructor(
    private readonly nowMs: () => number,
    private readonly idleTimeoutMs: number,
  ) {}

  /** Milliseconds until the next connection expires, 0 for now; undefined if none can. */
  get nextInMs(): number | undefined {
    for (const sinceMs of this.#idleSinceMs.values())
      return Math.max(0, sinceMs + this.idleTimeoutMs - this.nowMs()); // of the first one
    return undefined;
  }

  /** A connection was accepted. */
  add(connection: C): void {
    this.#idleSinceMs.set(connection, this.nowMs());
  }

  /** Bytes came or left. */
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
    if (count === undefined) return; // it was removed meanwhile
    if (count > 1) this.#inFlight.set(connection, count - 1);
    else if (this.#inFlight.delete(connection)) this.add(connection);
  }

  /** The connection has closed for another reason. */
  remove(connection: C): void {
    this.#idleSinceMs.delete(connection);
    this.#inFlight.delete(connection);
  }

  /** Takes out those whose time is up. @returns them, the longest idle first */
  expire(): C[] {
    const expired: C[] = [];
    for (const [connection, sinceMs] of this.#idleSinceMs) {
      if (this.nowMs() < sinceMs + this.idleTimeoutMs) break; // and the rest even later
      this.#idleSinceMs.delete(connection);
      expired.push(connection);
    }
    return expired;
  }
}
