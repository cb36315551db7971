// The comparison: answers first, then a warm-up, then rounds. Each round measures every
// contender on every input once, in a new order, so that whatever slows the machine down
// slows down all of them.

import { setImmediate as turn } from 'node:timers/promises';
import { BenchError } from './bench-error';
import { makeCells } from './cell';
import type { Cell } from './cell';
import { firstDifference } from './difference';
import { withContenders } from './life-cycle';
import { checkOptions } from './options';
import type { CompareOptions, Progress, Settings } from './options';
import { makeReport } from '../report/report';
import type { Report } from '../report/report';
import { seededRandom, shuffled } from './shuffle';
import { TimeLimit } from './time-limit';

/**
 * If the first run took longer than this, there is no other warm-up: one run is a sample.
 */
const SLOW_RUN_MS = 1_000;

/**
 * Compares contenders that do the same work.
 * @throws BenchError; see its codes. Every contender that was set up is torn down first.
 */
export async function compare<Input, Answer>(
  options: CompareOptions<Input, Answer>,
): Promise<Report> {
  const settings: Settings = checkOptions(options);
  const limit = new TimeLimit(settings.maxTotalMs, settings.now, settings.signal);
  return withContenders(settings.contenders, limit, async () => {
    const cells = makeCells(settings, limit);
    await checkAnswers(cells, settings, limit);
    await warmUp(cells, settings, limit);
    const rounds = await measure(cells, settings, limit);
    return makeReport(settings, cells, rounds, limit.elapsedMs);
  });
}

/**
 * Runs each cell once, and compares its answer with the baseline's. If the baseline is
 * left out, with the first contender's.
 */
async function checkAnswers(
  cells: readonly Cell[],
  settings: Settings,
  limit: TimeLimit,
): Promise<void> {
  let step = 0;
  for (const input of settings.inputs) {
    const ofInput = cells.filter((cell) => cell.input === input.name);
    const isBaseline = (cell: Cell): boolean => cell.contender === settings.baseline;
    const inOrder = [...ofInput.filter(isBaseline), ...ofInput.filter((cell) => !isBaseline(cell))];
    let reference: { readonly name: string; readonly answer: unknown } | undefined;
    for (const cell of inOrder) {
      await announce(settings, limit, 'answers', ++step, cells.length, cell);
      const answer = await cell.answer();
      reference ??= { name: cell.contender, answer };
      const difference = firstDifference(reference.answer, answer);
      if (difference !== undefined) {
        const text = `"${cell.contender}" answers "${input.name}" differently from "${reference.name}"`;
        throw new BenchError('ANSWERS_DIFFER', `${text}: ${difference}`);
      }
      limit.check('before every answer was compared');
    }
  }
}

async function warmUp(cells: readonly Cell[], settings: Settings, limit: TimeLimit): Promise<void> {
  const due = cells.filter((cell) => cell.lastStepMs < SLOW_RUN_MS);
  let step = 0;
  for (const cell of due) {
    await announce(settings, limit, 'warm-up', ++step, due.length, cell);
    await cell.warmUp();
    limit.check('before the warm-up was done');
  }
}

// #region rounds
/**
 * @returns how many rounds were completed: fewer than requested if the next one would end
 * too late.
 */
async function measure(
  cells: readonly Cell[],
  settings: Settings,
  limit: TimeLimit,
): Promise<number> {
  const random = seededRandom(settings.seed);
  const steps = cells.reduce((sum, cell) => sum + cell.maxRounds, 0);
  let step = 0;
  for (let round = 0; round < settings.rounds; round++) {
    const due = cells.filter((cell) => round < cell.maxRounds);
    if (!hasTimeForRound(due, round, limit)) return round;
    for (const cell of shuffled(due, random)) {
      await announce(settings, limit, 'round', ++step, steps, cell);
      cell.samplesMs.push(await cell.sample());
    }
  }
  return settings.rounds;
}
// #endregion rounds

/** @throws BenchError OUT_OF_TIME if there is no time for the first round. */
function hasTimeForRound(due: readonly Cell[], round: number, limit: TimeLimit): boolean {
  const predictedMs = due.reduce((sum, cell) => sum + cell.lastStepMs, 0);
  if (limit.hasTimeFor(predictedMs)) return true;
  if (round > 0) return false;
  throw limit.outOfTime(`leaves no time for a first round of about ${Math.ceil(predictedMs)} ms`);
}

/**
 * Reports the next step, and lets the event loop turn, so that signals and output are
 * handled.
 */
async function announce(
  settings: Settings,
  limit: TimeLimit,
  phase: Progress['phase'],
  step: number,
  steps: number,
  { contender, input }: Cell,
): Promise<void> {
  settings.onProgress({ phase, step, steps, contender, input });
  await turn();
  limit.checkSignal();
}
