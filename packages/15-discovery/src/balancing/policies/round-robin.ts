// One server after the other. It remembers the last one by name, so the list may change
// its order or its length.

import type { Candidate, Policy } from '../policy';

export class RoundRobin implements Policy {
  #last = '';

  /** Looks at each candidate once. Sorting them all for each call costs far more. */
  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    let first: C | undefined;
    let next: C | undefined;
    for (const candidate of candidates) {
      const { key } = candidate;
      if (first === undefined || key < first.key) first = candidate;
      if (key > this.#last && (next === undefined || key < next.key)) next = candidate;
    }
    const chosen = next ?? first;
    this.#last = chosen?.key ?? '';
    return chosen;
  }
}
