// Judges cases in rounds. At the end of a round, failures that another case or a stall
// may have caused are judged again, while no other case begins. There is a second round
// only with failFast, which begins no case while a failure is in doubt.

import { availableParallelism } from 'node:os';
import { findCulprits, judgeAgain, watchedAttempt } from './again';
import type { Attempt } from './attempt';
import type { PlannedCase } from './plan';
import { begins, type RunContext, type RunOptions } from './run-context';
import { Turns } from './turns';

/** How many cases run in parallel: on one shared server, or on one server each. */
const SIDE_BY_SIDE = { many: 8, workers: 4, one: 4 } as const;
/**
 * Most cases wait, but those that start their own servers compute. If more of them ran at
 * a time than there are cores, in all runs of this process together, they would end no
 * sooner, and stall the suite and the other cases.
 */
const ownServers = new Turns(availableParallelism());

/**
 * Resolves when every case has its verdict or, with failFast, when a failure makes the
 * others unnecessary.
 * @param crowded whether cases may run in parallel
 */
export async function judgeInRounds(
  cases: readonly PlannedCase[],
  context: RunContext,
  crowded: boolean,
): Promise<void> {
  const lanes = crowded ? lanesFor(context.options) : [0];
  let left = cases;
  while (left.length > 0) {
    const round = new Round(left, context);
    await round.run(lanes);
    left = round.left();
  }
}

class Round {
  readonly #cases: readonly PlannedCase[];
  readonly #context: RunContext;
  readonly #begun = new Set<PlannedCase>();
  /** Failed when a shared server exited, which another case may have caused. */
  readonly #doubtful: Attempt[] = [];
  /** Failed while this process stalled. */
  readonly #disturbed = new Set<PlannedCase>();

  constructor(cases: readonly PlannedCase[], context: RunContext) {
    this.#cases = cases;
    this.#context = context;
  }

  async run(lanes: readonly number[]): Promise<void> {
    const together = this.#cases.filter(({ case: one }) => one.alone !== true);
    const alone = this.#cases.filter(({ case: one }) => one.alone === true);
    await Promise.all(lanes.map((number) => this.#takeFrom(together, number)));
    await this.#takeFrom(alone, 0);
    await this.#settleDoubts();
  }

  /** The cases that are still to be judged, in another round. */
  left(): readonly PlannedCase[] {
    const { verdicts } = this.#context;
    return this.#cases.filter((one) => !this.#begun.has(one) && verdicts.want(one));
  }

  /** Each lane judges one case after the other, on the shared server of its number. */
  async #takeFrom(queue: PlannedCase[], number: number): Promise<void> {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const next = one;
      if (!this.#mayBegin(next)) continue; // without waiting for a turn
      const judge = (): Promise<void> => this.#judge(next, number);
      const startsServers = next.case.needs.includes('process');
      await (startsServers ? ownServers.take(judge) : judge());
    }
  }

  async #judge(one: PlannedCase, number: number): Promise<void> {
    await begins.pass();
    if (!this.#mayBegin(one)) return; // meanwhile another may have failed, or be in doubt
    this.#begun.add(one);
    const { options, verdicts } = this.#context;
    const { result, serverDied, stalled } = await watchedAttempt(one, this.#context, number);
    if (serverDied && result.story !== undefined) this.#doubtful.push({ result, serverDied });
    else if ((options.judgeAgain ?? true) && stalled && result.verdict === 'fail')
      this.#disturbed.add(one);
    else verdicts.settle(result);
  }

  async #settleDoubts(): Promise<void> {
    const { verdicts } = this.#context;
    await findCulprits(this.#doubtful, this.#context);
    for (const planned of this.#cases.filter((one) => this.#disturbed.has(one))) {
      if (verdicts.areEnough) return;
      verdicts.settle(await judgeAgain(planned, this.#context));
    }
  }

  /**
   * With failFast, what is in doubt is judged again before others begin: its verdict may
   * end the run.
   */
  #mayBegin(one: PlannedCase): boolean {
    const { options, verdicts } = this.#context;
    const inDoubt = this.#doubtful.length + this.#disturbed.size > 0;
    return verdicts.want(one) && !(options.failFast === true && inDoubt);
  }
}

/**
 * The number of the shared server that each lane uses. If a server takes few clients at a
 * time, each lane has its own.
 */
function lanesFor({ model, subject }: RunOptions): readonly number[] {
  const lanes = Array.from({ length: SIDE_BY_SIDE[model.clients] }, (_, index) => index);
  if (model.clients === 'many') return lanes.map(() => 0);
  return 'target' in subject ? [0] : lanes;
}
