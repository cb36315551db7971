// One server after the other. It remembers the last one by name, so the list may change
// its order or its length.

import type { Candidate, Policy } from '../policy';
import { firstPast } from './binary-search';

export class RoundRobin implements Policy {
  #last = '';
  #candidates: readonly Candidate[] = [];
  /** The names of the last list, and their places in it in the order of the names. */
  #names: readonly string[] = [];
  #byName: readonly number[] = [];

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    if (candidates !== this.#candidates) this.#renew(candidates);
    const place = this.#byName[this.#firstAfter(this.#last)] ?? this.#byName[0];
    const chosen = place === undefined ? undefined : candidates[place];
    this.#last = chosen?.key ?? '';
    return chosen;
  }

  /** Sorting a thousand names takes far longer than seeing that they are the same. */
  #renew(candidates: readonly Candidate[]): void {
    this.#candidates = candidates;
    const isSame = candidates.every(({ key }, place) => key === this.#names[place]);
    if (isSame && candidates.length === this.#names.length) return;
    const names = candidates.map(({ key }) => key);
    const nameAt = (place: number): string => names[place] as string;
    this.#names = names;
    this.#byName = [...names.keys()].sort((a, b) => (nameAt(a) < nameAt(b) ? -1 : 1));
  }

  /** Where the names after this one begin, in the order of the names. */
  #firstAfter(name: string): number {
    const nameAt = (n: number): string => this.#names[this.#byName[n] as number] as string;
    return firstPast(this.#byName.length, (n) => nameAt(n) > name);
  }
}
