// Two servers at random, and the less busy of them. It needs to look at two counters only, and many clients that do so do not all
// run to the one server that looks idle, as they would with the least busy of all.

import type { Candidate, Policy, Random } from '../policy';

export class TwoChoices implements Policy {
  constructor(private readonly random: Random = Math.random) {}

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    const first = Math.floor(this.random() * candidates.length);
    const step = 1 + Math.floor(this.random() * (candidates.length - 1)); // another one than the first
    const [a, b] = [candidates[first], candidates[(first + step) % candidates.length]];
    if (a === undefined || b === undefined) return a;
    return a.pending / a.weight <= b.pending / b.weight ? a : b;
  }
}
