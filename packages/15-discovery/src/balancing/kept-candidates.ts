// The servers that a client may call, kept from one call to the next (chapter 15). Health
// looks at every server to answer, so it is asked again only when the answer may differ.

import type { Health } from './health';
import type { Candidate } from './policy';

export class KeptCandidates<C extends Candidate> {
  #all: readonly C[] | undefined;
  #revision = 0;
  #candidates: readonly C[] = [];

  constructor(private readonly health: Health) {}

  // #region of
  /**
   * @param all the same array as before if the list has not changed
   * @returns what `health.candidates(all)` returns
   */
  of(all: readonly C[]): readonly C[] {
    const { revision } = this.health;
    if (all !== this.#all || revision !== this.#revision) {
      this.#candidates = this.health.candidates(all);
      this.#all = all;
      this.#revision = revision;
    }
    return this.#candidates;
  }
  // #endregion of
}
