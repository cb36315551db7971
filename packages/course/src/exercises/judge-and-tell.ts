// Judges one exercise, shows the judgement, and remembers it. Both `verify` and the watch
// mode of `exercise` do this.

import { existsSync } from 'node:fs';
import type { Context } from '../context';
import type { Exercise } from './exercise';
import { findExercises } from './exercise';
import { rememberPass, rememberStep, stateOf } from './exercise-progress';
import { formatJudgement, formatTypes, SCREEN_ROWS } from './format-judgement';
import { hasPassed, judgeFile, stagesPassed, type Judgement } from './judge-file';
import { isOurs, missingBefore, myFile, myName, textOf } from './my-work';
import { ProgressLine } from './progress-line';
import { isOn, isWhole, routeOf } from '../routes';
import type { TypeChecker } from './types/type-checker';
import type { TypeErrors } from './types/type-errors';

/** What to try with your own server. */
const AFTER_THE_LAST = `  You have passed every exercise. Next, try your server:
    npm start -- clients --help      with clients that stay
    npm start -- conformance --help  with the whole suite
    npm start -- challenge --help    in another language
`;

const AFTER_THE_ROUTE = `  You have passed every exercise of your route. To go on:
    npm start -- route whole
`;

export interface JudgeFlags {
  /** Show every case that failed. */
  readonly all?: boolean;
  readonly signal?: AbortSignal;
  /** For the judgement, of a screen that shows more than it. */
  readonly screenRows?: number;
  /** Checks the file's types at the same time. */
  readonly checker: TypeChecker;
}

/** @returns the judgement; undefined when there is no file to judge, which was said */
export async function judgeAndTell(
  context: Context,
  exercise: Exercise,
  { all = false, signal, screenRows = SCREEN_ROWS, checker }: JudgeFlags,
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
  if (signal?.aborted === true) return undefined;
  // The judgement does not wait for the types: the first check takes seconds.
  const typesInTime = types;
  write(`\n${formatJudgement(exercise, judgement, context, { all, types, screenRows })}`);
  const tellTypes = async (): Promise<void> => {
    const late = await checked;
    if (typesInTime === undefined && late !== undefined && signal?.aborted !== true)
      write(formatTypes(exercise, late, context, screenRows < SCREEN_ROWS ? 1 : Infinity));
  };
  if (isOurs(root, exercise)) {
    write(oursDoesNotCount(exercise));
    await tellTypes();
    return judgement;
  }
  if (judgement.stages.length > 1) {
    const stages = stagesPassed(judgement);
    for (let stage = 1; stage <= stages; stage++) rememberStep(context, exercise, `stage-${stage}`);
  }
  if (hasPassed(judgement)) {
    rememberPass(context, exercise, text);
    write(whatNext(context, exercise));
  }
  await tellTypes();
  write('\n');
  return judgement;
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
 */
export function nextExercise(
  context: Pick<Context, 'root' | 'progressFile'>,
  after?: Exercise,
): Exercise | undefined {
  const { root, progressFile } = context;
  const route = routeOf(context);
  const all = findExercises(root);
  const at = all.findIndex(({ id }) => id === after?.id);
  const inTurn = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))];
  return inTurn.find(
    (each) =>
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
  const next = nextExercise(context, exercise);
  const { afterwards = [] } = exercise;
  const solution =
    afterwards.map((line) => `  ${line}\n`).join('') +
    `  Ours, to compare: npm start -- solution ${exercise.id}\n`;
  return next === undefined
    ? `${solution}${isWhole(routeOf(context)) ? AFTER_THE_LAST : AFTER_THE_ROUTE}`
    : `${solution}  Next:             npm start -- exercise ${next.id}\n`;
}
