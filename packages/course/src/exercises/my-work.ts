// The learner's files in `my/`. They are never overwritten: before the course writes over
// a file, it moves that file to `my/kept/`.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { makeMyFolder } from '../my-folder';
import { writeWholeFile } from '../whole-file';
import { stepsBefore, type Exercise } from './exercise';
import { fingerprint } from './exercise-progress';
import { solutionText, startText } from './texts';

/** The learner's file, absolute. */
export function myFile(root: string, { file }: Exercise): string {
  return path.join(root, 'my', file);
}

/** As the learner reads it: `my/rpc/frames.ts`. */
export function myName({ file }: Exercise): string {
  return `my/${file}`;
}

/** The text of a learner's file; undefined for what is not a file, such as a folder. */
export function textOf(file: string): string | undefined {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  return readFileSync(file, 'utf8');
}

export function hasStarted(root: string, exercise: Exercise): boolean {
  return existsSync(myFile(root, exercise));
}

/** Whether nothing has been written into it yet. */
export function isStart(root: string, exercise: Exercise): boolean {
  const file = myFile(root, exercise);
  return textOf(file) === startText(exercise, file);
}

/**
 * Whether the learner's file is our solution, which says nothing about the learner. A
 * fixed copy in a "break it" exercise may well equal the source.
 */
export function isOurs(root: string, exercise: Exercise): boolean {
  const file = myFile(root, exercise);
  const text = exercise.breaks === undefined ? textOf(file) : undefined;
  return text !== undefined && fingerprint(text) === fingerprint(solutionText(exercise, file));
}

/** It has passed, but the file has changed since. */
export function hasChangedSince(root: string, exercise: Exercise, passedFile?: string): boolean {
  const text = passedFile === undefined ? undefined : textOf(myFile(root, exercise));
  return text !== undefined && fingerprint(text) !== passedFile;
}

/** Writes the exercise's start to the learner's file, unless that file exists. */
export function prepare(root: string, exercise: Exercise): boolean {
  const target = myFile(root, exercise);
  if (existsSync(target)) return false;
  replace(root, exercise, startText(exercise, target));
  return true;
}

/** Starts over. @returns where the old file was moved to, if there was one */
export function startAgain(root: string, exercise: Exercise): string | undefined {
  return replace(root, exercise, startText(exercise, myFile(root, exercise)));
}

/** What the exercise's file imports and `my/` does not have. */
export function missingBefore(root: string, exercise: Exercise): readonly Exercise[] {
  return stepsBefore(root, exercise).filter((step) => !existsSync(myFile(root, step)));
}

export interface Taken {
  readonly name: string;
  /** Where the learner's own file was moved to. */
  readonly kept: string | undefined;
}

/** Puts our solutions of the steps before in the place of those that are not kept. */
export function takeSolutionsBefore(
  root: string,
  exercise: Exercise,
  isKept: (step: Exercise) => boolean,
): readonly Taken[] {
  return stepsBefore(root, exercise).flatMap((step) => {
    if (isKept(step)) return [];
    const target = myFile(root, step);
    const solution = solutionText(step, target);
    if (textOf(target) === solution) return [];
    return [{ name: myName(step), kept: replace(root, step, solution) }];
  });
}

/**
 * Writes an exercise's file. The learner's is moved away only when the new text is on the
 * disk.
 * @returns where it was moved to, if there was one
 */
function replace(root: string, exercise: Exercise, text: string): string | undefined {
  makeMyFolder(root);
  const target = myFile(root, exercise);
  mkdirSync(path.dirname(target), { recursive: true });
  let kept: string | undefined;
  writeWholeFile(target, text, () => (kept = keep(root, exercise)));
  return kept;
}

/**
 * Moves the learner's file to the first free name `my/kept/rpc/frames-N.ts`.
 * @returns that name, if there was a file
 */
export function keep(root: string, exercise: Exercise): string | undefined {
  const file = myFile(root, exercise);
  if (!existsSync(file)) return undefined;
  const { dir, name, ext } = path.parse(exercise.file);
  const folder = path.join(root, 'my', 'kept', dir);
  mkdirSync(folder, { recursive: true });
  const taken = new Set(readdirSync(folder));
  let number = 1;
  while (taken.has(`${name}-${number}${ext}`)) number++;
  const kept = path.posix.join('my', 'kept', dir, `${name}-${number}${ext}`);
  renameSync(file, path.join(root, kept));
  return kept;
}
