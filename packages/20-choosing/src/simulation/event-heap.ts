// The events of a simulation, the earliest first (chapter 20): a binary heap in an array.
// The children of index i are at 2i + 1 and 2i + 2, and neither is earlier than its
// parent. So the root is the earliest event, and push and pop take log2(n) steps.

interface Entry<T> {
  readonly atMs: number;
  /** How many were pushed before it. It breaks ties between events of the same time. */
  readonly order: number;
  readonly event: T;
}

export class EventHeap<T> {
  readonly #entries: Entry<T>[] = [];
  #pushed = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** The time of the earliest event; undefined when the heap is empty. */
  get nextAtMs(): number | undefined {
    return this.#entries[0]?.atMs;
  }

  // #region push
  /** @throws RangeError unless the time is a number */
  push(atMs: number, event: T): void {
    if (Number.isNaN(atMs))
      throw new RangeError('the time of an event: expected a number, got NaN');
    const entry = { atMs, order: this.#pushed++, event };
    let place = this.#entries.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.#entries[parent] as Entry<T>;
      if (!isBefore(entry, above)) break;
      this.#entries[place] = above;
      place = parent;
    }
    this.#entries[place] = entry;
  }
  // #endregion push

  // #region pop
  /** The earliest event; among those of the same time, the one that was pushed first. */
  pop(): T | undefined {
    const first = this.#entries[0];
    const last = this.#entries.pop();
    if (first === undefined || last === undefined) return undefined;
    if (this.#entries.length > 0) this.#sink(last);
    return first.event;
  }

  /** Finds the index for an entry, from the root down. */
  #sink(entry: Entry<T>): void {
    let place = 0;
    for (;;) {
      const left = this.#entries[2 * place + 1];
      const right = this.#entries[2 * place + 2];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const earlier = isRight ? right : left;
      if (earlier === undefined || isBefore(entry, earlier)) break;
      this.#entries[place] = earlier;
      place = 2 * place + (isRight ? 2 : 1);
    }
    this.#entries[place] = entry;
  }
  // #endregion pop
}

function isBefore<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
