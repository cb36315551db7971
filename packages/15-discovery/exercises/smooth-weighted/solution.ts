// Smooth weighted round robin, solved.
//
// After seven turns the counters are all 0 again, and the sequence repeats: in each turn
// all counters together gain the sum of the weights, and the chosen one pays it.
//
// Why a server that leaves is forgotten: its counter says how far it is ahead of its
// share or behind it, compared with servers that go on taking turns without it. When it
// comes back after an hour, that says nothing any more. And a map from which nothing is
// ever deleted is a leak, since a server that restarts may come back under a new name.

export interface Candidate {
  /** The name of the server. */
  readonly key: string;
  /** Its share of the load relative to the others, above zero. */
  readonly weight: number;
}

/** Chooses heavy servers more often, but spreads their turns. */
export class SmoothWeightedRoundRobin {
  /** By key, because a candidate may be another object in each call. */
  #counters: ReadonlyMap<string, number> = new Map();

  /** The server of the next call; undefined only if the list is empty. */
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
