// One server after the other, the heavy ones more often, but not all turns of one in a
// row: weights 5, 1, 1 give a a b a c a a. In each turn every server gains its weight.
// The server with the most credit is chosen, and pays the sum of all weights.

import type { Candidate, Policy } from '../policy';

export class SmoothWeightedRoundRobin implements Policy {
  #gained = new Map<string, number>();

  // #region choose
  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    let total = 0;
    let richest: C | undefined;
    const gained = new Map<string, number>(); // without those that are gone
    for (const candidate of candidates) {
      const has = (this.#gained.get(candidate.key) ?? 0) + candidate.weight;
      gained.set(candidate.key, has);
      total += candidate.weight;
      if (richest === undefined || has > (gained.get(richest.key) ?? 0)) richest = candidate;
    }
    if (richest !== undefined) gained.set(richest.key, (gained.get(richest.key) ?? 0) - total);
    this.#gained = gained;
    return richest;
  }
  // #endregion choose
}
