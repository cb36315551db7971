// The watch mode of `exercise`: each time a file is saved it is judged, and single keys
// do the rest. Only for a terminal.

import { readFileSync, watch as watchFolder, type FSWatcher } from 'node:fs';
import path from 'node:path';
import { nextHint } from '../commands/hint';
import { read } from '../commands/read';
import { reset } from '../commands/reset';
import { maySee } from '../commands/solution';
import type { Context } from '../context';
import { show } from '../terminal/pager';
import { begin } from './begin';
import { findExercises, stepsBefore, type Exercise } from './exercise';
import { judgeAndTell, nextExercise } from './judge-and-tell';
import { myFile, myName } from './my-work';
import { formatExercises, formatSolution, formatTask } from './show-task';
import { wrap } from './wrap';

/** Editors save in several steps: events within this many milliseconds are one save. */
const SETTLE_MS = 60;
const ENDING = ['SIGTERM', 'SIGHUP'] as const;
const CTRL_C = '\u0003';
const CLEAR = '\u001b[2J\u001b[H';

/**
 * Judges until the learner leaves.
 * @returns the exit code: 0, since leaving is not a failure
 */
export async function watch(context: Context, first: Exercise): Promise<number> {
  const session = new Session(context, first);
  try {
    await session.run();
  } finally {
    session.close();
  }
  return 0;
}

class Session {
  #watcher: FSWatcher | undefined;
  #settling: NodeJS.Timeout | undefined;
  /** Ends the judgement in progress, because the file was saved again. */
  #judging: AbortController | undefined;
  /** What was judged last, to ignore a save that changes nothing. */
  #judged = '';
  /** A key that must be pressed twice, once it was pressed. */
  #asked = '';
  #leave: () => void = () => undefined;

  constructor(
    private readonly context: Context,
    private exercise: Exercise,
  ) {}

  async run(): Promise<void> {
    const left = new Promise<void>((resolve) => (this.#leave = resolve));
    // Leaving in order gives the terminal its own mode back.
    for (const signal of ENDING) process.once(signal, this.#leave);
    this.#listen(true);
    this.#watch();
    const judged = this.#judge(undefined, false); // what stands above is about the task
    await Promise.race([left, judged]);
    await left;
  }

  close(): void {
    for (const signal of ENDING) process.off(signal, this.#leave);
    this.#judging?.abort();
    this.#watcher?.close();
    clearTimeout(this.#settling);
    this.#listen(false);
  }

  readonly #onKeys = (data: Buffer): void => {
    for (const key of data.toString()) void this.#onKey(key);
  };

  #listen(on: boolean): void {
    const { stdin } = process;
    stdin.setRawMode(on);
    if (on) stdin.on('data', this.#onKeys).resume();
    else stdin.off('data', this.#onKeys).pause();
  }

  /** The folder, not the file: most editors replace the file when they save. */
  #watch(): void {
    this.#watcher?.close();
    this.#judged = this.#text();
    this.#watcher = watchFolder(path.dirname(this.#file()), () => {
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => void this.#onSaved(), SETTLE_MS);
    });
  }

  async #onSaved(): Promise<void> {
    const text = this.#text();
    if (text !== this.#judged) await this.#judge(text);
  }

  /** @param clear the screen first, so that the newest judgement stands alone on it */
  async #judge(text = this.#text(), clear = true): Promise<void> {
    this.#judged = text;
    this.#judging?.abort();
    const judging = new AbortController();
    this.#judging = judging;
    const { write, colors } = this.context;
    if (clear) write(CLEAR);
    write(`  ${colors.dim(`judging ${myName(this.exercise)} …`)}\n`);
    await judgeAndTell(this.context, this.exercise, { signal: judging.signal });
    if (!judging.signal.aborted) this.#tellKeys();
  }

  async #onKey(key: string): Promise<void> {
    const { context, exercise } = this;
    const { write } = context;
    const again = this.#asked === key;
    this.#asked = '';
    switch (key) {
      case 'q':
      case CTRL_C:
        return this.#leave();
      case 'n':
        return this.#goOn();
      case 'h':
        return write(nextHint(context, exercise));
      case 'l':
        return write(formatExercises(context, findExercises(context.root)));
      case 't':
        return this.#inPager(() => show(formatTask(exercise, context), context));
      case 'p':
        return this.#inPager(() => read(context, exercise.chapter));
      case 's':
        if (again || maySee(context, exercise))
          return this.#inPager(() => show(formatSolution(exercise, context), context));
        return this.#ask(key, 'It has not passed yet. To see our solution all the same');
      case 'r':
        if (!again) return this.#ask(key, 'Your file moves to my/kept/. To begin again');
        write(reset(context, exercise));
        return this.#watch();
      case '\r':
      case '\n':
        return this.#judge();
    }
  }

  #ask(key: string, what: string): void {
    this.#asked = key;
    const { width, write } = this.context;
    const lines = wrap(`${what}, press ${key} once more.`, width - 2);
    write(lines.map((line) => `  ${line}\n`).join(''));
  }

  async #goOn(): Promise<void> {
    const next = nextExercise(this.context, this.exercise);
    if (next === undefined) return this.context.write('  That was the last exercise.\n');
    this.context.write(CLEAR);
    this.#listen(false); // the pager has the keys
    const ready = await begin(this.context, next, false);
    this.#listen(true);
    if (!ready) return;
    this.exercise = next;
    this.#watch();
    await this.#judge();
  }

  /** The pager has the keys meanwhile. */
  async #inPager(run: () => Promise<unknown>): Promise<void> {
    this.#listen(false);
    try {
      await run();
    } finally {
      this.#listen(true);
      this.#tellKeys();
    }
  }

  #tellKeys(): void {
    const { write, colors } = this.context;
    write(`  Save ${myName(this.exercise)}, and it is judged.\n`);
    write(`  ${colors.dim('enter judge  h hint  t task  p page  n next')}\n`);
    write(`  ${colors.dim('l list  s solution  r begin again  q quit')}\n`);
  }

  #file(): string {
    return myFile(this.context.root, this.exercise);
  }

  /** Everything that is judged together: a change in an earlier step counts too. */
  #text(): string {
    const steps = [...stepsBefore(this.context.root, this.exercise), this.exercise];
    return steps.map((step) => readOrNothing(myFile(this.context.root, step))).join('\0');
  }
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // an editor is replacing it
  }
}
