// The server with the fewest pending calls for its weight. Among equals it chooses at
// random, or the first of the list would get all of them.

import type { Candidate, Policy, Random } from '../policy';

export class LeastPending implements Policy {
  constructor(private readonly random: Random = Math.random) {}

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    const load = ({ pending, weight }: Candidate): number => (pending + 1) / weight;
    const least = Math.min(...candidates.map(load));
    const best = candidates.filter((candidate) => load(candidate) === least);
    return best[Math.floor(this.random() * best.length)];
  }
}
