// One server after the other. The turn is remembered by name, so a list that changes its order or its length confuses nobody.

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
