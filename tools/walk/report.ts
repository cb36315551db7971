// What the walk prints: each step when it ends, and finally the time of each chapter and
// the failures.

export interface StepResult {
  readonly chapter: string;
  readonly command: string;
  readonly seconds: number;
  /** The problem, if there is one. */
  readonly why?: string | undefined;
}

export class Report {
  readonly results: StepResult[] = [];
  readonly skipped: { readonly chapter: string; readonly command: string; readonly why: string }[] =
    [];
  #chapter = '';

  constructor(
    private readonly write: (text: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  begin(chapter: string): void {
    this.#chapter = chapter;
    this.write(`\n${chapter}\n`);
  }

  /** Runs one step. An error is a failure of the step, and the walk continues. */
  async step(
    command: string,
    act: () => Promise<string | undefined>,
    note?: string,
  ): Promise<void> {
    const began = this.now();
    this.write(`  ${command}${note === undefined ? '' : ` (${note})`} … `);
    const why = await act().catch((error: unknown) => String(error));
    const seconds = (this.now() - began) / 1000;
    this.results.push({ chapter: this.#chapter, command, seconds, why });
    this.write(
      `${why === undefined ? '✔' : '✗'} ${seconds.toFixed(1)} s${why === undefined ? '' : `\n    ${why}`}\n`,
    );
  }

  skip(command: string, why: string): void {
    this.skipped.push({ chapter: this.#chapter, command, why });
    this.write(`  ${command} … not here: ${why}\n`);
  }

  get failed(): readonly StepResult[] {
    return this.results.filter(({ why }) => why !== undefined);
  }

  /** The seconds of a step that passed, by its command. */
  secondsOf(command: string): number | undefined {
    return this.results.find((each) => each.command === command && each.why === undefined)?.seconds;
  }

  summary(): string {
    const chapters = [...new Set(this.results.map(({ chapter }) => chapter))];
    const lines = chapters.map((chapter) => {
      const steps = this.results.filter((each) => each.chapter === chapter);
      const bad = steps.filter(({ why }) => why !== undefined).length;
      const time = sum(steps).toFixed(0).padStart(6);
      return `${time} s  ${String(steps.length).padStart(3)} steps  ${bad === 0 ? 'ok' : `${bad} FAILED`}  ${chapter}`;
    });
    const failures = this.failed.map(
      ({ chapter, command, why }) => `✗ ${chapter}: ${command}\n    ${why}`,
    );
    const passed = this.results.length - this.failed.length;
    return [
      '',
      ...lines,
      `${sum(this.results).toFixed(0).padStart(6)} s  in total`,
      ...failures,
      `${passed} passed, ${this.failed.length} failed, ${this.skipped.length} not here`,
      '',
    ].join('\n');
  }
}

function sum(results: readonly StepResult[]): number {
  return results.reduce((total, { seconds }) => total + seconds, 0);
}
