// Any server, with a probability in proportion to its weight: a random point on a line
// that is as long as all weights together.

import type { Candidate, Policy, Random } from '../policy';
import { firstPast } from './binary-search';

export class WeightedRandom implements Policy {
  #candidates: readonly Candidate[] = [];
  /** Where the part of each candidate ends on the line. */
  #ends: readonly number[] = [];

  constructor(private readonly random: Random = Math.random) {}

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    if (candidates !== this.#candidates) this.#measure(candidates);
    const ends = this.#ends;
    const point = this.random() * (ends.at(-1) ?? 0);
    const place = firstPast(ends.length, (n) => (ends[n] as number) > point);
    return candidates[place] ?? candidates.at(-1); // rounding may put the point at the end
  }

  #measure(candidates: readonly Candidate[]): void {
    let end = 0;
    this.#ends = candidates.map(({ weight }) => (end += weight));
    this.#candidates = candidates;
  }
}
