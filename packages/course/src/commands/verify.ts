// `npm start -- verify [id…]`: judges what the learner wrote, once.

import type { Command } from 'commander';
import { UsageError } from '@bytes-up/protocol';
import type { Context } from '../context';
import { findExercises, findExercisesOf, type Exercise } from '../exercises/exercise';
import { hasPassed } from '../exercises/judge-file';
import { judgeAndTell } from '../exercises/judge-and-tell';
import { hasStarted, isStart } from '../exercises/my-work';
import { TypeChecker } from '../exercises/types/type-checker';

export function addVerifyCommand(program: Command, context: Context): void {
  program
    .command('verify')
    .description('judge your exercises; exit code 0 passed, 1 not yet, 2 nothing to judge')
    .argument(
      '[ids...]',
      'such as 03-rpc-frames; for a chapter, or without ids: all that you have begun to write',
    )
    .option('--all', 'show every case that failed, not only the first')
    .action(async (ids: string[], { all }: { all?: true }) => {
      context.finish(await verify(context, ids, all === true));
    });
}

/** @returns the exit code */
async function verify(context: Context, ids: readonly string[], all: boolean): Promise<number> {
  const { root } = context;
  const chosen =
    ids.length > 0 ? ids.flatMap((id) => startedOf(root, id)) : begunOf(root, findExercises(root));
  if (chosen.length === 0)
    throw new UsageError('no exercise is started: npm start -- exercise starts the first one');
  const checker = new TypeChecker(root, context.env);
  let code = 0;
  try {
    for (const exercise of chosen) {
      const judgement = await judgeAndTell(context, exercise, { all, checker });
      if (judgement?.unjudged?.reason === 'exports nothing judged') code = 2;
      else if (judgement === undefined) code = 2;
      else if (!hasPassed(judgement)) code = Math.max(code, 1);
    }
  } finally {
    checker.close();
  }
  return code;
}

/** The exercises of a chapter that are begun, or all of them if none is. */
function startedOf(root: string, id: string): readonly Exercise[] {
  const found = findExercisesOf(root, id);
  const begun = begunOf(root, found);
  return begun.length > 0 ? begun : found;
}

/**
 * Those with a file. A file that is still the start file is left out, unless there is no
 * other.
 */
function begunOf(root: string, exercises: readonly Exercise[]): readonly Exercise[] {
  const started = exercises.filter((each) => hasStarted(root, each));
  const written = started.filter((each) => !isStart(root, each));
  return written.length > 0 ? written : started;
}
