// The watch mode of `exercise`: each time a file is saved it is judged, and single keys
// do the rest. Only for a terminal.

import { nextHint } from '../commands/hint';
import { read } from '../commands/read';
import { reset } from '../commands/reset';
import { maySee } from '../commands/solution';
import { widthOf, type Context } from '../context';
import { REPEAT_MS } from '../npm-repeat';
import { readKeysAgain, suspend } from '../suspend';
import { show } from '../terminal/pager';
import { begin } from './begin';
import { findExercises, type Exercise } from './exercise';
import { SCREEN_ROWS } from './format-judgement';
import { judgeAndTell, nextExercise } from './judge-and-tell';
import { myName } from './my-work';
import { formatExercises, formatSolution, formatTask } from './show-task';
import { TypeChecker } from './types/type-checker';
import { WorkWatcher } from './watch-work';
import { wrapWords } from './wrap';

const ENDING = ['SIGTERM', 'SIGHUP'] as const;
const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';
const ESCAPE = '\u001b';
/**
 * Around a judgement: "judging" and a blank line, a type error that comes late and
 * a blank line, the three lines of the keys, and the cursor's.
 */
const ROWS_AROUND = 9;
const CLEAR = `${ESCAPE}[2J${ESCAPE}[H`;

/**
 * Judges until the learner leaves.
 * @returns the exit code: 0, because quitting is not a failure
 * @throws Interrupted when ctrl-C in a pager ended it
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
  readonly #context: Context;
  readonly #leaving = new AbortController();
  readonly #checker: TypeChecker;
  #watcher: WorkWatcher | undefined;
  /** Aborts the judgement in progress, because the file was saved again. */
  #judging: AbortController | undefined;
  /** Its verdict is on the screen, but type errors may follow. */
  #isTold = false;
  /** A pager has the terminal and its keys. */
  #pager: Promise<void> | undefined;
  /** Something was saved while the pager was open. */
  #isDue = false;
  /** A key that must be pressed twice and has been pressed once. */
  #asked = '';
  #continuedAtMs = -Infinity;
  #leave: () => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  constructor(
    context: Context,
    private exercise: Exercise,
  ) {
    this.#context = {
      ...context,
      leaving: this.#leaving.signal,
      // the terminal may be resized meanwhile
      get width() {
        return widthOf(process.stdout.columns);
      },
    };
    this.#checker = new TypeChecker(context.root, context.env);
  }

  async run(): Promise<void> {
    const left = new Promise<void>((resolve, reject) => {
      this.#leave = resolve;
      this.#fail = reject;
    });
    // Quitting this way restores the terminal's mode.
    for (const signal of ENDING) process.once(signal, this.#leave);
    process.on('SIGCONT', this.#onContinued);
    this.#listen(true);
    this.#watch();
    this.#judge(false); // what is above belongs to the task
    await left;
    this.#leaving.abort();
    await this.#pager;
  }

  close(): void {
    for (const signal of ENDING) process.off(signal, this.#leave);
    process.off('SIGCONT', this.#onContinued);
    this.#judging?.abort();
    this.#watcher?.close();
    this.#checker.close();
    this.#listen(false);
  }

  /** One key is one chunk. More is a paste, or a command for another terminal. */
  readonly #onKeys = (data: Buffer): void => {
    const keys = data.toString();
    if (keys.includes(CTRL_C)) return this.#leave();
    if (keys === CTRL_Z) {
      process.stdin.setRawMode(false);
      return suspend();
    }
    if (keys.startsWith(ESCAPE)) return; // an arrow or a function key
    if ([...keys].length > 1) return this.#tell('This is the watch: one key at a time, q quits.');
    try {
      this.#onKey(keys);
    } catch (error) {
      this.#fail(error);
    }
  };

  /** An open pager continues by itself. */
  readonly #onContinued = (): void => {
    if (this.#pager !== undefined) return;
    readKeysAgain();
    const atMs = performance.now();
    const isRepeated = atMs - this.#continuedAtMs < REPEAT_MS;
    this.#continuedAtMs = atMs;
    if (!isRepeated && (this.#judging === undefined || this.#isTold)) this.#tellKeys();
  };

  #listen(on: boolean): void {
    const { stdin } = process;
    stdin.setRawMode(on);
    if (!on) {
      stdin.off('data', this.#onKeys).pause();
      return;
    }
    while (stdin.read() !== null); // keys that were pressed before it listened
    stdin.on('data', this.#onKeys).resume();
  }

  #watch(): void {
    this.#watcher?.close();
    this.#watcher = new WorkWatcher(this.#context.root, this.exercise, () => this.#judge());
  }

  /**
   * Judges now, or once the pager is closed.
   * @param clear the screen first, so that only the newest judgement is visible
   */
  #judge(clear = true): void {
    this.#judging?.abort();
    if (this.#pager !== undefined) {
      this.#isDue = true;
      return;
    }
    const judging = new AbortController();
    const { signal } = judging;
    this.#judging = judging;
    const { write, colors } = this.#context;
    if (clear) write(CLEAR);
    write(`  ${colors.dim(`judging ${myName(this.exercise)} …`)}\n`);
    const screenRows = Math.min(Math.max(process.stdout.rows - ROWS_AROUND, 0), SCREEN_ROWS);
    const onTold = (): void => {
      this.#isTold = true;
      this.#tellKeys();
    };
    this.#isTold = false;
    const untilFree = (): Promise<void> => this.#pager ?? Promise.resolve();
    const flags = { signal, checker: this.#checker, screenRows, onTold, untilFree };
    judgeAndTell(this.#context, this.exercise, flags).then((judgement) => {
      if (signal.aborted) return;
      this.#judging = undefined;
      if (judgement === undefined) this.#tellKeys();
    }, this.#fail);
  }

  #onKey(key: string): void {
    const { exercise } = this;
    const context = this.#context;
    const { write } = context;
    const again = this.#asked === key;
    this.#asked = '';
    switch (key) {
      case 'q':
        return this.#leave();
      case 'n':
        return this.#goOn();
      case 'h':
        return write(nextHint(context, exercise));
      case 'l':
        return this.#inPager(() =>
          show(formatExercises(context, findExercises(context.root)), context),
        );
      case 't':
        return this.#inPager(() => show(formatTask(exercise, context), context));
      case 'p':
        return this.#inPager(() => read(context, exercise.chapter));
      case 's':
        if (again || maySee(context, exercise))
          return this.#inPager(() => show(formatSolution(exercise, context), context));
        return this.#ask(key, 'It has not passed yet. To see our solution anyway');
      case 'r':
        if (!again) return this.#ask(key, 'Your file will move to my/kept/. To start over');
        write(reset(context, exercise));
        this.#watch();
        return this.#judge(false);
      case '\r':
      case '\n':
        return this.#judge();
    }
  }

  #ask(key: string, what: string): void {
    this.#asked = key;
    this.#tell(`${what}, press ${key} once more.`);
  }

  #goOn(): void {
    const next = nextExercise(this.#context, this.exercise);
    if (next === undefined) return this.#tell('You have passed every exercise of your route.');
    this.#judging?.abort();
    this.#context.write(CLEAR);
    this.#inPager(async () => {
      if (!(await begin(this.#context, next, false))) return;
      this.exercise = next;
      this.#watch();
      this.#isDue = true;
    });
  }

  /** The pager has the screen and the keys until it is closed. */
  #inPager(run: () => Promise<unknown>): void {
    if (this.#judging !== undefined && !this.#isTold) {
      this.#judging.abort();
      this.#judging = undefined;
      this.#isDue = true;
    }
    this.#listen(false);
    this.#pager = run()
      .then(
        () => this.#afterPager(),
        (error: unknown) => this.#fail(error),
      )
      .finally(() => (this.#pager = undefined));
  }

  #afterPager(): void {
    this.#pager = undefined;
    if (this.#leaving.signal.aborted) return;
    this.#listen(true);
    const isDue = this.#watcher?.takeChange() === true || this.#isDue;
    this.#isDue = false;
    if (isDue) this.#judge(false);
    else this.#tellKeys();
  }

  #tell(text: string): void {
    const { width, write } = this.#context;
    const lines = wrapWords(text, width - 2);
    write(lines.map((line) => `  ${line}\n`).join(''));
  }

  #tellKeys(): void {
    const { write, colors } = this.#context;
    write(`  Save ${myName(this.exercise)} to have it judged.\n`);
    write(`  ${colors.dim('enter judge  h hint  t task  p page  n next')}\n`);
    write(`  ${colors.dim('l list  s solution  r start over  q quit')}\n`);
  }
}
