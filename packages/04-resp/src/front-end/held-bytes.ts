// The memory that all connections of the front end hold together (chapter 04). A limit
// per connection is not enough: two thousand of them, each within its limit of 4 MiB,
// hold 8 GiB. Redis calls its limit `maxmemory-clients`.

/** A connection that can be evicted. */
export interface Holder {
  /** Frees what it holds, now. */
  evict(heldBytes: number): void;
}

// #region held
export class HeldBytes<One extends Holder> {
  readonly #held = new Map<One, number>();
  #total = 0;

  /** @param maxBytes above this, the connection that holds the most is evicted */
  constructor(readonly maxBytes: number) {}

  get total(): number {
    return this.#total;
  }

  /** Records how much a connection holds now. */
  set(one: One, bytes: number): void {
    this.#total += bytes - (this.#held.get(one) ?? 0);
    if (bytes === 0) this.#held.delete(one);
    else this.#held.set(one, bytes);
    while (this.#total > this.maxBytes) this.#evictLargest();
  }

  forget(one: One): void {
    this.set(one, 0);
  }

  #evictLargest(): void {
    const [largest, bytes] = [...this.#held].reduce((most, one) => (one[1] > most[1] ? one : most));
    this.forget(largest); // first: what it sends while it closes is not counted
    largest.evict(bytes);
  }
}
// #endregion held
