// What has changed in a task since the version that a learner has passed: `exercise
// --diff`.

import type { Context } from '../context';
import type { Exercise } from './exercise';
import { stateOf } from './exercise-progress';
import { formatMarkdown } from './show-task';
import { wrap } from './wrap';

/** The version that the learner has passed, or else has started. */
function knownVersion(progressFile: string, exercise: Exercise): number | undefined {
  const { passedVersion, startedVersion } = stateOf(progressFile, exercise);
  return passedVersion ?? startedVersion;
}

/** Whether the task has changed since then. */
export function hasChanged(
  { progressFile }: Pick<Context, 'progressFile'>,
  exercise: Exercise,
): boolean {
  return (knownVersion(progressFile, exercise) ?? exercise.version) < exercise.version;
}

/** What is new in each version since then, and what to do about it. */
export function formatChanges(context: Context, exercise: Exercise): string {
  const { colors, progressFile, width } = context;
  const { changes = {}, id, title, version } = exercise;
  const { passedVersion } = stateOf(progressFile, exercise);
  const known = knownVersion(progressFile, exercise);
  const status =
    known === undefined
      ? `You have not started it. It is at version ${version}.`
      : `You ${passedVersion === undefined ? 'started' : 'passed'} it at version ${known}` +
        (known < version ? `. It is at version ${version} now.` : ', and nothing is new since.');
  const news = Object.entries(changes).filter(([of]) => Number(of) > (known ?? version));
  return [
    `\n  ${colors.bold(title)}\n`,
    ...wrap(status, width - 2).map((line) => `  ${line}\n`),
    ...news.map(([of, text]) => `\n${formatMarkdown(`**Version ${of}.** ${text}`, context)}`),
    `\n  The task:   npm start -- exercise ${id}\n`,
    `  Judge it:   npm start -- verify ${id}\n\n`,
  ].join('');
}
