// `npm start -- tour`: all chapters' demos in order, unattended.

import { InvalidArgumentError, type Command } from 'commander';
import { CHAPTERS, twoDigits, type Chapter } from '../chapters';
import type { Context } from '../context';
import { remember } from '../remember';
import { roomsOf } from '../rooms';
import { runChild, typescriptCommand, type ChildResult } from '../run-child';
import { UsageError } from '@bytes-up/protocol';

interface Stop {
  readonly chapter: Chapter;
  readonly demo: string;
}

interface Visit extends ChildResult {
  readonly chapter: Chapter;
  readonly seconds: number;
}

export function addTourCommand(program: Command, context: Context): void {
  program
    .command('tour')
    .description('run every chapter’s demo in order, unattended')
    .option('--seconds <n>', 'end a demo that takes longer', positive, 60)
    .action(async ({ seconds }: { seconds: number }) => {
      context.finish(await tour(context, seconds * 1000));
    });
}

/**
 * @returns 0 if all demos succeeded, 1 if one failed, 130 or 143 after a signal
 */
export async function tour(context: Context, timeoutMs: number): Promise<number> {
  const stops = findStops(context.root);
  if (stops.length === 0) throw new UsageError('no chapter has a demo yet: see npm start -- list');
  const visits: Visit[] = [];
  for (const [index, { chapter, demo }] of stops.entries()) {
    const { colors } = context;
    const label = `[${index + 1}/${stops.length}] ${twoDigits(chapter.number)} ${chapter.title}`;
    context.write(`\n${colors.bold(label)}\n\n`);
    const visit = await visitStop({ chapter, demo }, context, timeoutMs);
    visits.push(visit);
    context.write(`\n${outcome(visit, colors)}\n`);
    if (visit.signal !== undefined) break;
    if (visit.code === 0) remember(context, chapter, 'demo');
  }
  context.write(`\n${summary(visits, stops.length, context.colors)}`);
  const interrupted = visits.at(-1)?.signal;
  if (interrupted !== undefined) return interrupted === 'SIGINT' ? 130 : 143;
  return visits.every(({ code }) => code === 0) ? 0 : 1;
}

function findStops(root: string): Stop[] {
  return CHAPTERS.flatMap((chapter) => {
    const { demo } = roomsOf(root, chapter);
    return demo === undefined ? [] : [{ chapter, demo }];
  });
}

async function visitStop(
  { chapter, demo }: Stop,
  { env }: Context,
  timeoutMs: number,
): Promise<Visit> {
  const startMs = performance.now();
  const result = await runChild(typescriptCommand(demo), { env, attended: false, timeoutMs });
  const code = result.timedOut && result.code === 0 ? 1 : result.code;
  return { ...result, code, chapter, seconds: (performance.now() - startMs) / 1000 };
}

function outcome({ code, signal, timedOut, seconds }: Visit, colors: Context['colors']): string {
  const time = `${seconds.toFixed(1)} s`;
  if (signal !== undefined) return colors.yellow(`stopped by ${signal} after ${time}`);
  if (timedOut) return colors.red(`✗ timed out after ${time}`);
  if (code !== 0) return colors.red(`✗ exit code ${code} after ${time}`);
  return colors.green(`✔ ${time}`);
}

function summary(visits: readonly Visit[], stops: number, colors: Context['colors']): string {
  const lines = visits.map(
    (visit) =>
      `  ${twoDigits(visit.chapter.number)} ${visit.chapter.title}  ${outcome(visit, colors)}`,
  );
  const good = visits.filter(({ code, signal }) => code === 0 && signal === undefined).length;
  const seconds = visits.reduce((sum, visit) => sum + visit.seconds, 0);
  return [...lines, `${good} of ${stops} demos succeeded in ${seconds.toFixed(1)} s`, ''].join(
    '\n',
  );
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0 && value <= 3600) return value;
  throw new InvalidArgumentError('give a number of seconds from 1 to 3600.');
}
