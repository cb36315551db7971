// Judges one exercise, shows the judgement, and remembers it. Both `verify` and the watch
// mode of `exercise` do this.

import { existsSync } from 'node:fs';
import type { Context } from '../context';
import { findExercises, isStep, type Exercise } from './exercise';
import { rememberPass, rememberStep, stateOf } from './exercise-progress';
import { formatJudgement, formatTypes, SCREEN_ROWS } from './format-judgement';
import { hasPassed, judgeFile, stagesPassed, type Judgement } from './judge-file';
import { isOurs, missingBefore, myFile, myName, textOf } from './my-work';
import { ProgressLine } from './progress-line';
import { isOn, isWhole, routeOf } from '../routes';
import type { TypeChecker } from './types/type-checker';
import type { TypeErrors } from './types/type-errors';
import { wrapCommand, wrapWords } from './wrap';

/** What to try with your own server. */
const AFTER_THE_LAST = `  You have passed every exercise. Next, try your server:
    npm start -- clients --help      with clients that stay
    npm start -- conformance --help  with the whole suite
    npm start -- challenge --help    in another language
`;

const AFTER_THE_ROUTE = `  You have passed every exercise of your route. To go on:
    npm start -- route whole
`;

/** For type errors that come after the verdict. */
const LATE_ROWS = 4;

export interface JudgeFlags {
  /** Show every case that failed. */
  readonly all?: boolean;
  readonly signal?: AbortSignal;
  /** For the judgement, of a screen that shows more than it. */
  readonly screenRows?: number;
  /** Checks the file's types at the same time. */
  readonly checker: TypeChecker;
  /** The verdict is on the screen; only type errors may follow. */
  readonly onTold?: () => void;
  /** Resolves when nothing else has the screen. */
  readonly untilFree?: () => Promise<void>;
}

/** @returns the judgement; undefined when there is no file to judge, which was said */
export async function judgeAndTell(
  context: Context,
  exercise: Exercise,
  { all = false, signal, screenRows = SCREEN_ROWS, checker, onTold, untilFree }: JudgeFlags,
): Promise<Judgement | undefined> {
  const { root, write } = context;
  const text = textOf(myFile(root, exercise)); // before it is judged: it may be saved again
  const why = whyNot(root, exercise);
  if (why !== undefined || text === undefined) {
    write(`\n  ${why}\n\n`);
    return undefined;
  }
  const line = new ProgressLine(context);
  let types: TypeErrors | undefined;
  const checked = checker.check(myFile(root, exercise)).then((errors) => (types = errors));
  const judgement = await judgeFile(exercise, myFile(root, exercise), {
    env: context.env,
    all,
    onProgress: (progress) => line.update(progress),
    ...(signal && { signal }),
  }).finally(() => line.end());
  const hasEnded = (): boolean => signal?.aborted === true;
  if (hasEnded()) return undefined;
  const told = types;
  write(`\n${formatJudgement(exercise, judgement, context, { all, types: told, screenRows })}`);
  if (isOurs(root, exercise)) {
    write(oursDoesNotCount(exercise));
  } else {
    remember(context, exercise, judgement, text);
    write(hasPassed(judgement) ? `${whatNext(context, exercise)}\n` : '\n');
  }
  onTold?.();
  // The verdict does not wait for the types: the first check takes seconds.
  const late = await checked;
  await untilFree?.();
  if (told === undefined && late !== undefined && late.count > 0 && !hasEnded())
    write(`${formatTypes(exercise, late, context, LATE_ROWS).replace(/^\n+|\n+$/g, '')}\n\n`);
  return judgement;
}

function remember(context: Context, exercise: Exercise, judgement: Judgement, text: string): void {
  if (judgement.stages.length > 1) {
    const stages = stagesPassed(judgement);
    for (let stage = 1; stage <= stages; stage++) rememberStep(context, exercise, `stage-${stage}`);
  }
  if (hasPassed(judgement)) rememberPass(context, exercise, text);
}

/** Why an exercise cannot be judged now, and what to do about it. */
export function whyNot(root: string, exercise: Exercise): string | undefined {
  const { id } = exercise;
  const why = whyNotHere(exercise);
  if (why !== undefined) return why;
  if (!existsSync(myFile(root, exercise)))
    return `${myName(exercise)} does not exist: npm start -- exercise ${id} creates it`;
  if (textOf(myFile(root, exercise)) === undefined)
    return `${myName(exercise)} is not a file: npm start -- reset ${id} moves it to my/kept/`;
  return whyStepMissing(root, exercise);
}

/** Why an exercise cannot be done on this system; undefined if it can. */
export function whyNotHere(
  { id, needs }: Pick<Exercise, 'id' | 'needs'>,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (needs === undefined || needs === platform) return undefined;
  return `${id} needs Linux, and this is ${platform}: use the dev container`;
}

/** An earlier step has no file, but this one imports it. */
export function whyStepMissing(root: string, exercise: Exercise): string | undefined {
  const { id } = exercise;
  const [missing] = missingBefore(root, exercise);
  if (missing === undefined) return undefined;
  return (
    `${myName(missing)} does not exist, but ${myName(exercise)} builds on it:\n` +
    `  npm start -- exercise ${missing.id}\n` +
    `  or use our solution: npm start -- exercise ${id} --from-solution`
  );
}

/**
 * The exercise to do next: the first after this one that was not passed, or the first of
 * all. Those that need another system, and those of chapters that the learner's route
 * skips, are left out.
 * @param isWanted leaves out others
 */
export function nextExercise(
  context: Pick<Context, 'root' | 'progressFile'>,
  after?: Exercise,
  isWanted: (exercise: Exercise) => boolean = () => true,
): Exercise | undefined {
  const { root, progressFile } = context;
  const route = routeOf(context);
  const all = findExercises(root);
  const at = all.findIndex(({ id }) => id === after?.id);
  const inTurn = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))];
  return inTurn.find(
    (each) =>
      isWanted(each) &&
      isOn(route, each.chapter) &&
      whyNotHere(each) === undefined &&
      stateOf(progressFile, each).passedVersion === undefined,
  );
}

function oursDoesNotCount({ id }: Exercise): string {
  return (
    '  This file is our solution, so nothing is recorded.\n' +
    `  To write your own: npm start -- reset ${id}\n\n`
  );
}

function whatNext(context: Context, exercise: Exercise): string {
  const { width } = context;
  const { afterwards = [], id } = exercise;
  const next = nextExercise(context, exercise);
  const step = isStep(exercise) ? nextExercise(context, exercise, isStep) : undefined;
  const commands = [
    ['Solution', `npm start -- solution ${id}`],
    ...(next === undefined ? [] : [['Next', `npm start -- exercise ${next.id}`]]),
    ...(step === undefined || step.id === next?.id
      ? []
      : [['Next step', `npm start -- exercise ${step.id}`]]),
  ].map(([what, command]) => `  ${`${what}:`.padEnd(12)}${command}\n`);
  const after = afterwards.flatMap((line) => indented(line, width));
  const over = isWhole(routeOf(context)) ? AFTER_THE_LAST : AFTER_THE_ROUTE;
  return [...after, ...commands, ...(next === undefined ? [over] : [])].join('');
}

/** Text, or a command that begins with two blanks, in lines that fit. */
function indented(line: string, width: number): string[] {
  const isCommand = line.startsWith('  ');
  const indent = isCommand ? '    ' : '  ';
  const room = width - indent.length;
  const lines = isCommand ? wrapCommand(line.trim(), room) : wrapWords(line, room);
  return lines.map((each) => `${indent}${each}\n`);
}
