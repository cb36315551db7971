// `npm start -- predict 3`: a chapter's predictions, one at a time. The learner guesses,
// then the experiment runs and measures the answer.

import path from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '@bytes-up/protocol';
import { CHAPTERS, findChapter, twoDigits, type Chapter } from '../chapters';
import type { Context } from '../context';
import {
  countPredictions,
  keepingOutcomes,
  predictionIds,
  requirePredictions,
} from '../predictions';
import { runChild, typescriptCommand } from '../run-child';

const MAIN = path.join(__dirname, '../../../testkit/src/predict/main.ts');

interface Flags {
  readonly list?: true;
  readonly json?: true;
}

export function addPredictCommand(program: Command, context: Context): void {
  program
    .command('predict')
    .description('guess what a chapter’s experiments will show, then run them')
    .argument(
      '[chapter]',
      'number or name; default: the first with a prediction that you have not tried',
    )
    .argument('[id]', 'only this prediction')
    .option('--list', 'show the questions, and run nothing')
    .option('--json', 'print guesses and measurements as JSON')
    .addHelpText(
      'after',
      '\nIn a terminal you type a guess; Enter alone skips it. Elsewhere, guesses are lines of' +
        '\nstandard input, which may be empty. Nothing is graded.',
    )
    .action(async (name: string | undefined, id: string | undefined, flags: Flags) => {
      if (name === undefined && flags.list) return context.write(formatChapters(context));
      const chapter = name === undefined ? nextChapter(context) : findChapter(name);
      context.finish(await predict(context, chapter, id, flags));
    });
}

/** @returns the exit code: 1 when an experiment could not run */
export async function predict(
  context: Context,
  chapter: Chapter,
  id?: string,
  flags: Flags = {},
): Promise<number> {
  const file = requirePredictions(context.root, chapter);
  const ids = predictionIds(context.root, chapter);
  if (id !== undefined && !ids.includes(id)) {
    const typed = `"${id.slice(0, 40)}"`;
    throw new UsageError(
      `no prediction ${typed} in chapter ${twoDigits(chapter.number)}: ${ids.join(', ')}`,
    );
  }
  const words = [
    ...(id === undefined ? [] : [id]),
    ...(flags.list ? ['--list'] : []),
    ...(flags.json ? ['--json'] : []),
  ];
  return keepingOutcomes(context, chapter, async (env) => {
    const { code } = await runChild([...typescriptCommand(MAIN), file, ...words], { env });
    return code;
  });
}

/** The first chapter with an untried prediction, or else the first with any. */
function nextChapter(context: Context): Chapter {
  const having = CHAPTERS.filter((chapter) => countPredictions(context, chapter).all > 0);
  const open = having.find((chapter) => {
    const { tried, all } = countPredictions(context, chapter);
    return tried < all;
  });
  const chapter = open ?? having[0];
  if (chapter === undefined) throw new UsageError('no chapter has predictions yet');
  return chapter;
}

/** Each chapter with its predictions' ids. */
function formatChapters(context: Context): string {
  const lines = CHAPTERS.flatMap((chapter) => {
    const { tried, all } = countPredictions(context, chapter);
    if (all === 0) return [];
    return [
      `  ${twoDigits(chapter.number)}  ${chapter.title}: ${tried} of ${all} tried`,
      ...predictionIds(context.root, chapter).map((id) => `        ${id}`),
    ];
  });
  return `\n${lines.join('\n')}\n\n  npm start -- predict 3\n\n`;
}
