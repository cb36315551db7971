// Any server, with a probability in proportion to its weight: a random point on a line
// that is as long as all weights together.

import type { Candidate, Policy, Random } from '../policy';

export class WeightedRandom implements Policy {
  constructor(private readonly random: Random = Math.random) {}

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
    let point = this.random() * total;
    for (const candidate of candidates) {
      point -= candidate.weight;
      if (point < 0) return candidate;
    }
    return candidates.at(-1); // rounding may leave the point after the last one
  }
}
