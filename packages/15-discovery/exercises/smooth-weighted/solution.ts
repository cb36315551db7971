// Smooth weighted round robin, solved.
//
// After seven turns all counters are 0 again, and the sequence repeats: in each turn the
// counters together gain the sum of the weights, and the chosen one loses it.
//
// Why a server that leaves is dropped: its counter says how far it is ahead of its share
// or behind it, compared with servers that keep taking turns without it. When it comes
// back after an hour, that is meaningless. And a map from which nothing is ever deleted
// is a leak, because a restarted server may come back under a new name.

export interface Candidate {
  /** The server's name. */
  readonly key: string;
  /** Its share of the load relative to the others, above zero. */
  readonly weight: number;
}

/** Chooses heavy servers more often, but spreads their turns. */
export class SmoothWeightedRoundRobin {
  /** By key, because a candidate may be a different object in each call. */
  #counters: ReadonlyMap<string, number> = new Map();

  /** The server for the next call; undefined only if the list is empty. */
  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    const counters = new Map<string, number>(); // without the servers that are gone
    let sum = 0;
    let chosen: C | undefined;
    let largest = -Infinity;
    for (const candidate of candidates) {
      const counter = (this.#counters.get(candidate.key) ?? 0) + candidate.weight;
      counters.set(candidate.key, counter);
      sum += candidate.weight;
      if (counter > largest) {
        chosen = candidate;
        largest = counter;
      }
    }
    if (chosen !== undefined) counters.set(chosen.key, largest - sum);
    this.#counters = counters;
    return chosen;
  }
}
