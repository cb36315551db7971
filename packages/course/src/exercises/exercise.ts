// The exercises of all chapters, found on disk:
// packages/NN-name/exercises/NAME/about.json. An exercise's id is its chapter's number
// and the folder's name: `03-rpc-frames`.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '@bytes-up/protocol';
import { CHAPTERS, findChapter, twoDigits, type Chapter } from '../chapters';
import { didYouMean } from '../closest';

/** How much work it is: about 5, 15 or 45 minutes. */
export const SIZES = ['short', 'medium', 'long'] as const;
export type Size = (typeof SIZES)[number];

/** The members of about.json. */
export interface About {
  readonly title: string;
  readonly minutes: number;
  readonly size: Size;
  readonly teaches: readonly string[];
  /** Ids of exercises whose files this one imports. */
  readonly after: readonly string[];
  /** The system that it needs, if it does not run everywhere. */
  readonly needs?: 'linux';
  /** The learner's file, below `my/`: `rpc/frames.ts`. */
  readonly file: string;
  /** Incremented each time the task asks for something new. */
  readonly version: number;
  /**
   * "Break it": the chapter's file, such as `src/other-ways/delimiter.ts`, of which the
   * learner gets a copy with a bug in it (exercises/texts.ts).
   */
  readonly breaks?: string;
  /** What to do with the file once it has passed: lines to print. */
  readonly afterwards?: readonly string[];
  /** What each version after the first asks for, in Markdown: `{ "2": "…" }`. */
  readonly changes?: Readonly<Record<string, string>>;
}

export interface Exercise extends About {
  readonly id: string;
  readonly chapter: Chapter;
  /** The exercise's folder, absolute. */
  readonly folder: string;
}

/** The files in an exercise's folder that the learner sees or is judged by. */
export type ExerciseFile = 'task.md' | 'hints.md' | 'judge.ts';

export function fileOf({ folder }: Exercise, name: ExerciseFile): string {
  return path.join(folder, name);
}

/**
 * All exercises in the order in which to do them: by chapter, each after those it needs.
 */
export function findExercises(root: string): readonly Exercise[] {
  return inOrder(CHAPTERS.flatMap((chapter) => exercisesOf(root, chapter)));
}

/** The steps of my/rpc first, then the others, shortest first. */
export function exercisesOf(root: string, chapter: Chapter): Exercise[] {
  const folder = path.join(root, 'packages', chapter.folder, 'exercises');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(path.join(folder, name, 'about.json')))
    .map((name) => ({
      ...(JSON.parse(readFileSync(path.join(folder, name, 'about.json'), 'utf8')) as About),
      id: `${twoDigits(chapter.number)}-${name}`,
      chapter,
      folder: path.join(folder, name),
    }))
    .sort((a, b) => Number(isStep(b)) - Number(isStep(a)) || compare(a, b));
}

/** The steps of my/rpc by the number in their title, the others by length. */
function compare(a: Exercise, b: Exercise): number {
  if (isStep(a)) return a.title.localeCompare(b.title, 'en', { numeric: true });
  return a.minutes - b.minutes;
}

/** A step of the program that grows, my/rpc. */
export function isStep({ file }: About): boolean {
  return file.startsWith('rpc/');
}

function inOrder(exercises: readonly Exercise[]): Exercise[] {
  const ordered: Exercise[] = [];
  const add = (exercise: Exercise): void => {
    if (ordered.includes(exercise)) return;
    for (const id of exercise.after) {
      const before = exercises.find((each) => each.id === id);
      if (before !== undefined) add(before);
    }
    ordered.push(exercise);
  };
  exercises.forEach(add);
  return ordered;
}

/**
 * The exercises that are meant by a chapter, `3`, or by an exercise, `03-rpc-frames`.
 * @throws UsageError if there is none
 */
export function findExercisesOf(root: string, text: string): readonly Exercise[] {
  if (!/^\d{1,2}$/.test(text)) return [findExercise(root, text)];
  const { folder } = findChapter(text);
  const all = findExercises(root);
  const found = all.filter(({ chapter }) => chapter.folder === folder);
  if (found.length > 0) return found;
  const others = [...new Set(all.map(({ chapter }) => twoDigits(chapter.number)))].sort();
  throw new UsageError(
    `chapter ${text} has no exercises; these have: ${others.join(', ') || 'none yet'}`,
  );
}

/**
 * The exercise that is meant by `03-rpc-frames`, `rpc-frames`, `my/rpc/frames.ts`,
 * `frames` or `03-frames`, if only one id contains it, or all its words.
 * @throws UsageError if there is none, or more than one
 */
export function findExercise(root: string, text: string): Exercise {
  const exercises = findExercises(root);
  const wanted = text.toLowerCase();
  const exact = exercises.find(
    ({ id, file }) => id === wanted || id.slice(3) === wanted || `my/${file}` === wanted,
  );
  if (exact !== undefined) return exact;
  const containing = exercises.filter(({ id }) => id.includes(wanted));
  const words = wanted.split('-');
  const parts =
    containing.length > 0
      ? containing
      : exercises.filter(({ id }) => words.every((word) => id.includes(word)));
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  const typed = `"${text.slice(0, 40)}"`;
  if (only !== undefined)
    throw new UsageError(`${typed} matches several ids: ${parts.map(({ id }) => id).join(', ')}`);
  const ids = exercises.map(({ id }) => id);
  const meant =
    didYouMean(wanted, ids) ||
    didYouMean(
      wanted,
      ids.map((id) => id.slice(3)),
    );
  throw new UsageError(`no exercise ${typed}${meant}: npm start -- list --exercises shows them`);
}

/** The exercises that must be done before this one, and those before them, in order. */
export function stepsBefore(root: string, exercise: Exercise): readonly Exercise[] {
  const all = findExercises(root);
  const needed = new Set<string>();
  const visit = ({ after }: Exercise): void => {
    for (const id of after) {
      needed.add(id);
      const before = all.find((each) => each.id === id);
      if (before !== undefined) visit(before);
    }
  };
  visit(exercise);
  return all.filter(({ id }) => needed.has(id));
}
