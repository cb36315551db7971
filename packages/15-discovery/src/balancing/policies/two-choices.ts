// The less busy one of two random servers. It compares only two counters, and many
// clients do not all choose the one server that looks idle, as they would with least
// pending.

import type { Candidate, Policy, Random } from '../policy';

export class TwoChoices implements Policy {
  constructor(private readonly random: Random = Math.random) {}

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    const first = Math.floor(this.random() * candidates.length);
    // Not the first one again.
    const step = 1 + Math.floor(this.random() * (candidates.length - 1));
    const [a, b] = [candidates[first], candidates[(first + step) % candidates.length]];
    if (a === undefined || b === undefined) return a;
    return a.pending / a.weight <= b.pending / b.weight ? a : b;
  }
}
