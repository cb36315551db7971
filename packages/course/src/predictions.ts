// The predictions of a chapter, found on disk: packages/NN-name/src/demo/predictions.ts,
// and recorded.json beside it, which lists them without loading the chapter's code.

import { existsSync, readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UsageError } from '@bytes-up/protocol';
import type { Outcome } from '@bytes-up/testkit';
import { CHAPTERS, twoDigits, type Chapter } from './chapters';
import type { Context } from './context';
import { keepPredicted, readPredicted } from './progress';
import { keep } from './remember';

/** The variable that tells the child where to report (testkit, predict/ask.ts). */
const OUTCOMES_VARIABLE = 'BYTES_UP_OUTCOMES';

/** The ids of a chapter's predictions, in order; empty when it has none. */
export function predictionIds(root: string, chapter: Chapter): readonly string[] {
  const file = path.join(root, 'packages', chapter.folder, 'src/demo/recorded.json');
  if (!existsSync(file)) return [];
  return Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object);
}

/**
 * The file with a chapter's predictions.
 * @throws UsageError when it has none
 */
export function requirePredictions(root: string, chapter: Chapter): string {
  if (predictionIds(root, chapter).length > 0) {
    return path.join(root, 'packages', chapter.folder, 'src/demo/predictions.ts');
  }
  const others = CHAPTERS.filter((each) => predictionIds(root, each).length > 0);
  const these = others.map(({ number }) => twoDigits(number)).join(', ') || 'none yet';
  throw new UsageError(
    `chapter ${twoDigits(chapter.number)} has no predictions; these have: ${these}`,
  );
}

/** How many predictions a chapter has, and how many were tried. */
export function countPredictions(
  { root, progressFile }: Pick<Context, 'root' | 'progressFile'>,
  chapter: Chapter,
): { readonly tried: number; readonly all: number } {
  const ids = predictionIds(root, chapter);
  if (ids.length === 0) return { tried: 0, all: 0 };
  const tried = new Set(readPredicted(progressFile, chapter).map(({ id }) => id));
  return { tried: ids.filter((id) => tried.has(id)).length, all: ids.length };
}

/**
 * Runs a child that asks predictions, and records the guesses and the results, even if
 * the child ends half-way.
 * @param run receives the environment for the child
 */
export async function keepingOutcomes<Result>(
  context: Pick<Context, 'env' | 'progressFile' | 'warn'>,
  chapter: Chapter,
  run: (env: NodeJS.ProcessEnv) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bytes-up-predict-'));
  const file = path.join(folder, 'outcomes');
  // Also when this process ends in between: its reader has closed the pipe, for example.
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  try {
    return await run({ ...context.env, [OUTCOMES_VARIABLE]: file });
  } finally {
    const outcomes = readOutcomes(file);
    remove();
    process.off('exit', remove);
    if (outcomes.length > 0) {
      keep(context, () =>
        keepPredicted(
          context.progressFile,
          chapter,
          outcomes.map(({ id, guess = '', came = '' }) => ({ id, guess, came })),
        ),
      );
    }
  }
}

/** The experiments that ran. */
function readOutcomes(file: string): readonly Outcome[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Outcome).filter(({ came }) => came !== undefined);
}
