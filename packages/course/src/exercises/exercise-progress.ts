// What a learner has done in the exercises, kept in the progress file with the version of
// the task, so that a later change of the task does not take anything away.

import { createHash } from 'node:crypto';
import type { Context } from '../context';
import {
  changeExerciseLines,
  EXERCISE_LINE,
  readExerciseLines,
  writeExerciseLines,
} from '../progress';
import type { Exercise } from './exercise';

export interface ExerciseState {
  /** The version of the task when the file was created; undefined if it never was. */
  readonly startedVersion: number | undefined;
  /** The latest version that was passed. */
  readonly passedVersion: number | undefined;
  /** Stages of the current version passed so far. */
  readonly stages: number;
  /** The numbers of the hints shown. */
  readonly hints: ReadonlySet<number>;
  /** The fingerprint of the file that passed last. */
  readonly passedFile: string | undefined;
}

export type Step = 'started' | 'passed' | `stage-${number}` | `hint-${number}` | `file-${string}`;

export function stateOf(file: string, { id }: Pick<Exercise, 'id'>): ExerciseState {
  const steps = readExerciseLines(file).flatMap((line) => {
    const [, of, version, step = ''] = EXERCISE_LINE.exec(line) ?? [];
    return of === id ? [{ version: Number(version), step }] : [];
  });
  const versions = (wanted: string): number[] =>
    steps.flatMap(({ step, version }) => (step === wanted ? [version] : []));
  const after = (prefix: string): readonly string[] =>
    steps.flatMap(({ step }) => (step.startsWith(prefix) ? [step.slice(prefix.length)] : []));
  const latest = (wanted: string): number | undefined => {
    const all = versions(wanted);
    return all.length === 0 ? undefined : Math.max(...all);
  };
  return {
    startedVersion: latest('started'),
    passedVersion: latest('passed'),
    stages: Math.max(0, ...after('stage-').map(Number)),
    hints: new Set(after('hint-').map(Number)),
    passedFile: after('file-').at(-1),
  };
}

/** Records that the exercise has passed, and with which text of the learner's file. */
export function rememberPass(
  context: Pick<Context, 'progressFile' | 'warn'>,
  exercise: Pick<Exercise, 'id' | 'version'>,
  text: string,
  now = new Date(),
): void {
  const step = `file-${fingerprint(text)}` as const;
  rememberStep(context, exercise, 'passed', now);
  rememberStep(context, exercise, step, now, (line) => !isOf(line, exercise, /^file-/));
}

/** The same for two texts that differ only in white space. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text.replace(/\s+/g, '')).digest('hex').slice(0, 16);
}

/**
 * Adds a line, unless it is already there. If it cannot be written, the course goes on.
 */
export function rememberStep(
  context: Pick<Context, 'progressFile' | 'warn'>,
  { id, version }: Pick<Exercise, 'id' | 'version'>,
  step: Step,
  now = new Date(),
  stays: (line: string) => boolean = () => true,
): void {
  const { progressFile, warn } = context;
  const begin = `${id} v${version} ${step} `;
  if (readExerciseLines(progressFile).some((line) => line.startsWith(begin))) return;
  const line = begin + now.toISOString().slice(0, 10);
  try {
    changeExerciseLines(progressFile, (lines) =>
      [...lines.filter((each) => stays(each) && !each.startsWith(begin)), line].sort(),
    );
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    warn(`your progress is not saved: ${progressFile}: ${reason}\n`);
  }
}

/**
 * Forgets what was done, because the learner starts over. A pass is kept.
 */
export function forgetSteps(
  { progressFile }: Pick<Context, 'progressFile'>,
  exercise: Pick<Exercise, 'id'>,
): void {
  changeExerciseLines(progressFile, (lines) =>
    lines.filter((line) => !isOf(line, exercise, /^(?!passed$|file-)/)),
  );
}

/** Forgets everything about the exercises, including passes. */
export function forgetExercises({ progressFile }: Pick<Context, 'progressFile'>): void {
  if (readExerciseLines(progressFile).length > 0) writeExerciseLines(progressFile, []);
}

function isOf(line: string, { id }: Pick<Exercise, 'id'>, wanted: RegExp): boolean {
  const [, of, , step = ''] = EXERCISE_LINE.exec(line) ?? [];
  return of === id && wanted.test(step);
}
