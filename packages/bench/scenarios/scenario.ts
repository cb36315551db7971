// A scenario: one subject, measured and judged. `bench NAME` runs it.

import type { Goal, Progress, Report } from '../src';

/** How much is run: `quick` only shows that it works, `full` adds what takes minutes. */
export type Mode = 'quick' | 'normal' | 'full';

export interface ScenarioOptions {
  readonly mode: Mode;
  /** The rounds that the command line requests instead of the scenario's own number. */
  readonly rounds: number | undefined;
  readonly seed: number;
  readonly onProgress: (progress: Progress) => void;
}

export interface ScenarioResult {
  readonly name: string;
  readonly reports: readonly Report[];
  readonly goals: readonly Goal[];
}

export interface Scenario {
  /** As in the catalogue. */
  readonly name: string;
  /** One line for --list. */
  readonly summary: string;
  /** @throws BenchError */
  run(options: ScenarioOptions): Promise<ScenarioResult>;
}
