// What a learner has done in the exercises, kept in the progress file with the version of
// the task, so that a task that changes later does not take anything back.

import type { Context } from '../context';
import { EXERCISE_LINE, readExerciseLines, writeExerciseLines } from '../progress';
import type { Exercise } from './exercise';

export interface ExerciseState {
  /** The version of the task when the file was made; undefined when it never was. */
  readonly startedVersion: number | undefined;
  /** The latest version that was passed. */
  readonly passedVersion: number | undefined;
  /** Stages passed so far, of the version at hand. */
  readonly stages: number;
  /** Hints shown so far. */
  readonly hints: number;
}

export type Step = 'started' | 'passed' | `stage-${number}` | `hint-${number}`;

export function stateOf(file: string, { id }: Pick<Exercise, 'id'>): ExerciseState {
  const steps = readExerciseLines(file).flatMap((line) => {
    const [, of, version, step = ''] = EXERCISE_LINE.exec(line) ?? [];
    return of === id ? [{ version: Number(version), step }] : [];
  });
  const versions = (wanted: string): number[] =>
    steps.flatMap(({ step, version }) => (step === wanted ? [version] : []));
  const largest = (prefix: string): number =>
    Math.max(
      0,
      ...steps.flatMap(({ step }) =>
        step.startsWith(prefix) ? [Number(step.slice(prefix.length))] : [],
      ),
    );
  const latest = (wanted: string): number | undefined => {
    const all = versions(wanted);
    return all.length === 0 ? undefined : Math.max(...all);
  };
  return {
    startedVersion: latest('started'),
    passedVersion: latest('passed'),
    stages: largest('stage-'),
    hints: largest('hint-'),
  };
}

/** Adds a line, unless it is there. The course goes on when it cannot be written. */
export function rememberStep(
  context: Pick<Context, 'progressFile' | 'warn'>,
  { id, version }: Pick<Exercise, 'id' | 'version'>,
  step: Step,
  now = new Date(),
): void {
  const { progressFile, warn } = context;
  const lines = readExerciseLines(progressFile);
  const begin = `${id} v${version} ${step} `;
  if (lines.some((line) => line.startsWith(begin))) return;
  const line = begin + now.toISOString().slice(0, 10);
  try {
    writeExerciseLines(progressFile, [...lines, line].sort());
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    warn(`what you did is not kept: ${progressFile}: ${reason}\n`);
  }
}

/**
 * Forgets what was done, since the learner begins again. What was passed stays passed.
 */
export function forgetSteps(
  { progressFile }: Pick<Context, 'progressFile'>,
  { id }: Pick<Exercise, 'id'>,
): void {
  const kept = readExerciseLines(progressFile).filter((line) => {
    const [, of, , step] = EXERCISE_LINE.exec(line) ?? [];
    return of !== id || step === 'passed';
  });
  writeExerciseLines(progressFile, kept);
}
