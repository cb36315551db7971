// One server after the other. It remembers the last one by name, so the list may change
// its order or its length.

import type { Candidate, Policy } from '../policy';

export class RoundRobin implements Policy {
  #last = '';

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    const sorted = [...candidates].sort((a, b) => (a.key < b.key ? -1 : 1));
    const next = sorted.find(({ key }) => key > this.#last) ?? sorted[0];
    this.#last = next?.key ?? '';
    return next;
  }
}
