// What a learner does in a chapter: reads the page, guesses its predictions, types every
// command that the page prints, and solves every exercise.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Chapter, Exercise } from '@bytes-up/course';
import { exercisesOf, findExercises, solutionText, stepsBefore, twoDigits } from '@bytes-up/course';
import { declarationOf, howToRun, portOf, type PrintedCommand } from './how-to-run';
import { printedCommands } from './printed-commands';
import type { Report } from './report';
import { AFTER_CTRL_C, isInstalled, type Ended, type Running, type Shell } from './shell';

const LESS_THAN_A_SCREEN = 2_000;

export class Learner {
  readonly #solved = new Set<string>();
  #running: Running[] = [];

  /** @param root the checkout of the walk, absolute */
  constructor(
    private readonly root: string,
    private readonly shell: Pick<Shell, 'run' | 'start'>,
    private readonly report: Report,
    private readonly commandNames: readonly string[],
  ) {}

  async chapter(chapter: Chapter): Promise<void> {
    const { folder, number } = chapter;
    const page = `docs/chapters/${folder}.md`;
    await this.#readPage(chapter);
    if (this.commandNames.includes('predict'))
      await this.#step(`npm start -- predict ${number}`, (name) => this.#predict(name));
    for (const printed of printedCommands(page, readFileSync(join(this.root, page), 'utf8')))
      await this.#type(printed);
    for (const exercise of exercisesOf(this.root, chapter)) await this.#solve(exercise);
    await this.stop();
  }

  /** Stops what is still running, as a reader does at the end of a chapter. */
  async stop(): Promise<void> {
    for (const running of this.#running.reverse()) {
      await this.#step(`ctrl-C: ${running.command}`, async () => {
        const { code } = await running.stop();
        const how = howToRun(running.command);
        const isExpected = how.kind === 'until ctrl-C' && how.code === code;
        return isExpected || AFTER_CTRL_C.includes(code) ? undefined : `exit code ${code}`;
      });
    }
    this.#running = [];
  }

  async #readPage({ folder, number }: Chapter): Promise<void> {
    await this.#step(`npm start -- read ${number}`, async (command) => {
      const { code, output } = await this.shell.run(command);
      if (code !== 0) return `exit code ${code}`;
      if (output.length < LESS_THAN_A_SCREEN) return `only ${output.length} characters`;
      const missing = /\((?:no file|no region) .*\)/.exec(output)?.[0];
      if (missing !== undefined) return missing;
      const progress = readFileSync(join(this.root, '.bytes-up-progress'), 'utf8');
      return progress.includes(`${folder} read `) ? undefined : 'it does not count as read';
    });
  }

  async #predict(command: string): Promise<string | undefined> {
    const { code, output } = await this.shell.run(`${command} < /dev/null`);
    if (code === 2 && output.includes('no predictions')) return undefined;
    return code === 0 ? undefined : `exit code ${code}`;
  }

  async #type({ command, at }: PrintedCommand): Promise<void> {
    const how = howToRun(command);
    const declared = declarationOf(command);
    if (how.kind === 'not here') return this.report.skip(command, how.why);
    if (declared?.needs !== undefined && !(await isInstalled(this.shell, declared.needs)))
      return this.report.skip(command, `${declared.needs} is not installed`);
    if (declared?.file !== undefined) {
      const [name, text] = declared.file;
      writeFileSync(join(this.root, name), text);
    }
    const port = portOf(command);
    if (port !== undefined) await this.#free(port);
    const where = `the page prints it in ${at}`;
    switch (how.kind) {
      case 'exercise': {
        const exercise = findExercises(this.root).find(({ id }) => id === how.id);
        if (exercise !== undefined) this.#putStepsBefore(exercise);
        await this.#step(command, (name) => this.#toItsEnd(name, 0, where));
        return exercise && this.#solve(exercise, true);
      }
      case 'until ctrl-C':
        return this.#step(command, async (name) => {
          this.#running.push(await this.shell.start(name, how.ready));
          return undefined;
        });
      case 'to its end':
        return this.#step(command, async (name) => {
          const why = await this.#toItsEnd(name, how.code, where);
          if (declared?.removes !== undefined) rmSync(join(this.root, declared.removes));
          return why;
        });
    }
  }

  /** Stops a server that listens there, as a reader would. */
  async #free(port: string): Promise<void> {
    const others = this.#running.filter(({ command }) => portOf(command) !== port);
    const on = this.#running.filter(({ command }) => portOf(command) === port);
    // Its clients are stopped first.
    const clients = others.filter(({ command }) => command.includes(`--connect 127.0.0.1:${port}`));
    this.#running = [...on, ...clients];
    if (this.#running.length > 0) await this.stop();
    this.#running = others.filter((each) => !clients.includes(each));
  }

  /** The start fails and our solution passes, through the runner's commands. */
  async #solve(exercise: Exercise, isBegun = false): Promise<void> {
    const { id } = exercise;
    if (this.#solved.has(id)) return;
    this.#solved.add(id);
    this.#putStepsBefore(exercise);
    if (!isBegun)
      await this.#step(`npm start -- exercise ${id}`, (name) => this.#toItsEnd(name, 0));
    await this.#step(`npm start -- verify ${id}`, (name) => this.#toItsEnd(name, 1), 'the start');
    this.#put(exercise);
    await this.#step(
      `npm start -- verify ${id}`,
      async (name) => {
        const why = await this.#toItsEnd(name, 0);
        const progress = readFileSync(join(this.root, '.bytes-up-progress'), 'utf8');
        return why ?? (progress.includes(`${id} v`) ? undefined : 'nothing was recorded');
      },
      'our solution',
    );
  }

  /** With `--only`, the steps of earlier chapters have not been done. */
  #putStepsBefore(exercise: Exercise): void {
    for (const step of stepsBefore(this.root, exercise))
      if (!this.#solved.has(step.id)) this.#put(step);
  }

  /** Our solution with one more line, so that it counts as the learner's own. */
  #put(exercise: Exercise): void {
    const file = join(this.root, 'my', exercise.file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${solutionText(exercise, file)}// mine\n`);
  }

  async #toItsEnd(command: string, code: number, where = ''): Promise<string | undefined> {
    const ended: Ended = await this.shell.run(command);
    if (ended.code === code) return undefined;
    return [`exit code ${ended.code}, not ${code}`, ...(where === '' ? [] : [where])].join('; ');
  }

  /** @param act resolves to the problem, if there is one */
  #step(
    command: string,
    act: (command: string) => Promise<string | undefined>,
    note?: string,
  ): Promise<void> {
    return this.report.step(command, () => act(command), note);
  }
}

/** `03 Message protocols` */
export function labelOf({ number, title }: Chapter): string {
  return `${twoDigits(number)} ${title}`;
}
