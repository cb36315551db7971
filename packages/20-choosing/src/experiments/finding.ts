// What an experiment found (chapter 20): tables and plots, independent of how they are
// drawn. `--json` prints it unchanged.

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
}

export interface Finding {
  readonly experiment: string;
  readonly seed: number;
  readonly tables: readonly Table[];
  readonly plots: readonly Plot[];
  /** What follows from the figures, one sentence each. */
  readonly says: readonly string[];
}

export interface ExperimentOptions {
  readonly seed: number;
  /** More requests, for smoother tails. */
  readonly full: boolean;
  /** Called before each part. */
  readonly onProgress?: (done: number, parts: number) => void;
}

export interface Experiment {
  /** The argument of the command. */
  readonly name: string;
  readonly about: string;
  run(options: ExperimentOptions): Finding | Promise<Finding>;
}
