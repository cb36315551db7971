// One server after the other. It remembers the last one by name, so the list may change
// its order or its length.

import type { Candidate, Policy } from '../policy';

export class RoundRobin implements Policy {
  #last = '';
  /** The names of the last list, and their places in it in the order of the names. */
  #names: readonly string[] = [];
  #byName: readonly number[] = [];

  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    if (!this.#isSameList(candidates)) this.#sort(candidates);
    const place = this.#byName[this.#firstAfter(this.#last)] ?? this.#byName[0];
    const chosen = place === undefined ? undefined : candidates[place];
    this.#last = chosen?.key ?? '';
    return chosen;
  }

  /** Sorting a thousand names takes far longer than seeing that they are the same. */
  #isSameList(candidates: readonly Candidate[]): boolean {
    if (candidates.length !== this.#names.length) return false;
    return candidates.every(({ key }, place) => key === this.#names[place]);
  }

  #sort(candidates: readonly Candidate[]): void {
    const names = candidates.map(({ key }) => key);
    const nameAt = (place: number): string => names[place] as string;
    this.#names = names;
    this.#byName = [...names.keys()].sort((a, b) => (nameAt(a) < nameAt(b) ? -1 : 1));
  }

  /** Where the names after this one begin, in the order of the names. */
  #firstAfter(name: string): number {
    let [low, high] = [0, this.#byName.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const place = this.#byName[middle] as number;
      if ((this.#names[place] as string) > name) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
