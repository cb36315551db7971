// A clock that a test advances by hand, so that the tests of the harness neither wait nor
// depend on luck.

import type { Contender } from '../compare/contender';

export class FakeClock {
  ms = 0;
  readonly now = (): number => this.ms;
}

/** A contender whose every run takes exactly this long by the fake clock. */
export function costing<Answer>(
  name: string,
  clock: FakeClock,
  runMs: number,
  answer: Answer,
): Contender<unknown, Answer> {
  return {
    name,
    run: () => {
      clock.ms += runMs;
      return answer;
    },
  };
}
