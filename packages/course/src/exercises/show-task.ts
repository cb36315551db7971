// An exercise's Markdown in the terminal: its task, a hint, its solution.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Fault } from '@bytes-up/testkit';
import type { Context } from '../context';
import { lexMarkdown } from '../pages/markdown';
import { renderBlocks } from '../terminal/render-blocks';
import { fileOf, type Exercise } from './exercise';
import { stateOf } from './exercise-progress';
import { readHints } from './hints';
import { hasChangedSince, hasStarted, isOurs, myFile, myName } from './my-work';
import { faultOf, solutionText, sourceName } from './texts';

type Style = Pick<Context, 'root' | 'colors' | 'width' | 'interactive'>;

export function formatMarkdown(markdown: string, { colors, width, interactive }: Style): string {
  const pull = (): never => {
    throw new Error('a task cannot include code from a source file');
  };
  const style = { colors, isWindow: interactive, pull, describe: pull };
  const lines = renderBlocks(lexMarkdown(markdown), width - 2, style);
  return lines.map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('');
}

export function formatTask(exercise: Exercise, style: Style): string {
  return `\n${formatMarkdown(readFileSync(fileOf(exercise, 'task.md'), 'utf8'), style)}`;
}

/** One hint, counted from 1. */
export function formatHint(exercise: Exercise, number: number, style: Style): string {
  const hints = readHints(exercise);
  const text = hints[number - 1]?.text ?? '';
  return `\n${formatMarkdown(`**Hint ${number} of ${hints.length}**\n\n${text}`, style)}\n`;
}

export function formatSolution(exercise: Exercise, style: Style): string {
  const { root, colors } = style;
  const fault = faultOf(exercise);
  if (fault !== undefined) return formatFault(exercise, fault, style);
  const name = colors.dim(path.relative(root, path.join(exercise.folder, 'solution.ts')));
  return `\n${name}\n\n${solutionText(exercise, myFile(root, exercise))}\n`;
}

/** What was changed in the chapter's source, and why that is wrong. */
function formatFault(exercise: Exercise, { find, replace, why }: Fault, style: Style): string {
  const { colors } = style;
  const lines = (sign: string, code: string): string => code.trimEnd().replace(/^/gm, sign);
  const diff = colors.red(lines('-', replace)) + '\n' + colors.green(lines('+', find));
  return `\n${colors.dim(sourceName(exercise))}\n\n${diff}\n\n${formatMarkdown(why, style)}\n`;
}

/** The list of the exercises, with what the learner has done. */
export function formatExercises(
  context: Pick<Context, 'root' | 'colors' | 'progressFile'>,
  exercises: readonly Exercise[],
): string {
  const { colors, root, progressFile } = context;
  const idWidth = Math.max(...exercises.map(({ id }) => id.length), 0);
  const lines = exercises.map((exercise) => {
    const { id, title, minutes, version } = exercise;
    const { passedVersion, passedFile, stages } = stateOf(progressFile, exercise);
    const passed = passedVersion !== undefined;
    const isThere = hasStarted(root, exercise);
    const mark = passed ? colors.green('✔') : isThere ? '·' : ' ';
    const notes = [
      `${minutes} min`,
      ...(!passed && stages > 0 ? [`stage ${stages} passed`] : []),
      ...(passed && passedVersion < version
        ? [`passed at version ${passedVersion}; version ${version} asks for more`]
        : []),
      ...(isThere ? [myName(exercise)] : []),
      ...(isOurs(root, exercise) ? ['ours'] : []),
      ...(passed && !isThere ? ['file removed since'] : []),
      ...(passed && hasChangedSince(root, exercise, passedFile) ? ['changed since'] : []),
    ];
    return `  ${mark} ${id.padEnd(idWidth)}  ${title}\n    ${' '.repeat(idWidth)}  ${colors.dim(notes.join(', '))}\n`;
  });
  return `\n${lines.join('')}\n`;
}
