// A scenario: one subject, measured and judged. `bench NAME` runs it.

import type { Goal, Progress, Report, ServerResults } from '../src';

/** How much is run: `quick` only shows that it works, `full` adds what takes minutes. */
export type Mode = 'quick' | 'normal' | 'full';

export interface ScenarioOptions {
  readonly mode: Mode;
  /** The rounds that the command line requests instead of the scenario's own number. */
  readonly rounds: number | undefined;
  readonly seed: number;
  readonly onProgress: (progress: Progress) => void;
  readonly servers: ServerSelection;
}

/** What the command line says to the scenarios that measure whole servers. */
export interface ServerSelection {
  /** Names of contenders, also of those that only `full` measures. Default: by mode. */
  readonly only?: readonly string[] | undefined;
  readonly workloads?: readonly string[] | undefined;
  /** Another checkout of this repository, whose servers are measured beside these. */
  readonly against?: string | undefined;
}

export interface ScenarioResult {
  readonly name: string;
  readonly reports: readonly Report[];
  readonly goals: readonly Goal[];
  /** Of the scenarios that measure whole servers. */
  readonly servers?: ServerResults;
}

export interface Scenario {
  /** As in the catalogue. */
  readonly name: string;
  /** One line for --list. */
  readonly summary: string;
  /** @throws BenchError */
  run(options: ScenarioOptions): Promise<ScenarioResult>;
}
