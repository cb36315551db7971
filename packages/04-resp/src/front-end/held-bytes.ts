// What all connections of the front end hold together (chapter 04). A bound for each is
// not enough: two thousand of them, each within its bound of 4 MiB, are 8 GiB. Redis has
// the same rule as `maxmemory-clients`.

/** A connection that can be given up. */
export interface Holder {
  /** Frees what it holds, now. */
  evict(heldBytes: number): void;
}

// #region held
export class HeldBytes<One extends Holder> {
  readonly #held = new Map<One, number>();
  #total = 0;

  /** @param maxBytes over this, the connection that holds the most is given up */
  constructor(readonly maxBytes: number) {}

  get total(): number {
    return this.#total;
  }

  /** How much a connection holds now. */
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
    this.forget(largest); // first: what it says while it ends is not counted
    largest.evict(bytes);
  }
}
// #endregion held
