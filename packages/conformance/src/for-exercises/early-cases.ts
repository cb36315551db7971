// Cases that mostly wait for a server of their own. They can begin together with an
// earlier stage, so that a judgement does not wait for them again at its end.

import type { JudgedCase, Learner } from '@bytes-up/testkit';
import type { Begins } from './suite';

export class EarlyCases implements Begins {
  /** Each waits for the run that has begun, or begins it. */
  readonly cases: readonly JudgedCase<object>[];
  readonly #runs: readonly ((learner: Learner) => Promise<void>)[];

  constructor(cases: readonly JudgedCase<object>[]) {
    this.#runs = cases.map((one) => {
      let run: Promise<void> | undefined;
      return (learner) => (run ??= (async () => one.run({}, learner))());
    });
    this.cases = cases.map((one, at) => ({
      ...one,
      run: (_exports, learner) => this.#runs[at]!(learner),
    }));
  }

  begin(learner: Learner): void {
    for (const run of this.#runs) run(learner).catch(() => undefined);
  }
}
