// Any server, with equal probability.

import type { Candidate, Policy, Random } from '../policy';

export class RandomChoice implements Policy {
  constructor(private readonly random: Random = Math.random) {}

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    return candidates[Math.floor(this.random() * candidates.length)];
  }
}
