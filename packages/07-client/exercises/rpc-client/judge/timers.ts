// The timers that the learner's code has started and not yet cleared. An async hook also
// sees those that were unref'd, which process.getActiveResourcesInfo() leaves out.

import { createHook } from 'node:async_hooks';
import { settled } from '@bytes-up/testkit';

/** The file whose timers are the judge's own. */
const OWN = 'machine-time';

/** Watches from its creation until `left()`. */
export class Timers {
  readonly #active = new Set<number>();
  readonly #hook = createHook({
    init: (id, type) => {
      if (type === 'Timeout' && !(new Error().stack ?? '').includes(OWN)) this.#active.add(id);
    },
    destroy: (id) => this.#active.delete(id),
  }).enable();

  /** How many are left. */
  async left(): Promise<number> {
    await settled(); // destroy hooks run a turn later
    this.#hook.disable();
    return this.#active.size;
  }
}
