// One contender on one input: what is run and timed, and its samples so far.

import { BenchError } from './bench-error';
import { attempt } from './life-cycle';
import type { Settings } from './options';
import { calibrate, sample } from './sample';
import type { Work } from './sample';
import { Sink } from './sink';
import type { TimeLimit } from './time-limit';

export class Cell {
  readonly contender: string;
  readonly input: string;
  /** How many rounds it takes part in. These are the first ones. */
  readonly maxRounds: number;
  /** Milliseconds of one run; entry r was measured in round r. */
  readonly samplesMs: number[] = [];
  readonly #run: () => unknown;
  readonly #settings: Settings;
  readonly #limit: TimeLimit;
  readonly #sink = new Sink();
  #isAsync = false;
  #batch = 1;
  #lastStepMs = 0;

  constructor(
    names: { readonly contender: string; readonly input: string },
    maxRounds: number,
    run: () => unknown,
    settings: Settings,
    limit: TimeLimit,
  ) {
    this.contender = names.contender;
    this.input = names.input;
    this.maxRounds = maxRounds;
    this.#run = run;
    this.#settings = settings;
    this.#limit = limit;
  }

  /** How long its last step took, in milliseconds: the estimate for the next one. */
  get lastStepMs(): number {
    return this.#lastStepMs;
  }

  get name(): string {
    return `"${this.contender}" on "${this.input}"`;
  }

  /** The first run: returns its answer, and finds out whether it is asynchronous. */
  answer(): Promise<unknown> {
    return this.#step(() => {
      const answer = this.#run();
      this.#isAsync = answer instanceof Promise;
      return Promise.resolve(answer);
    });
  }

  /**
   * Finds out how many runs to time at once, then takes one sample that is not counted.
   */
  async warmUp(): Promise<void> {
    const { minRoundMs } = this.#settings;
    this.#batch = await this.#step((work) => calibrate(work, minRoundMs));
    await this.sample();
  }

  /** Milliseconds of one run. */
  async sample(): Promise<number> {
    const { minRoundMs } = this.#settings;
    const runMs = await this.#step((work) => sample(work, this.#batch, minRoundMs));
    if (runMs > 0) return runMs;
    throw new BenchError('BAD_OPTIONS', `now: the clock did not advance during ${this.name}`);
  }

  async #step<T>(code: (work: Work) => Promise<T>): Promise<T> {
    const { now } = this.#settings;
    let isAbandoned = false;
    const work = {
      run: this.#run,
      isAsync: this.#isAsync,
      now,
      isAbandoned: () => isAbandoned,
      sink: this.#sink,
    };
    const startMs = now();
    const abandon = (): void => void (isAbandoned = true);
    const result = await attempt(`${this.name} failed`, () =>
      this.#limit.race(code(work), `in ${this.name}`, abandon),
    );
    this.#lastStepMs = now() - startMs;
    return result;
  }
}

/** Every contender on every input, without those that are left out. */
export function makeCells(settings: Settings, limit: TimeLimit): Cell[] {
  return settings.inputs.flatMap((input) =>
    settings.contenders.flatMap((contender) => {
      const asked = contender.limit?.(input.name)?.rounds ?? settings.rounds;
      const maxRounds = Math.min(asked, settings.rounds);
      if (maxRounds < 1) return [];
      const names = { contender: contender.name, input: input.name };
      return [new Cell(names, maxRounds, () => contender.run(input.value), settings, limit)];
    }),
  );
}
