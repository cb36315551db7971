// Judges a learner's file in a process of its own (packages/testkit/src/judge/main.ts),
// and ends that process when a case does not end.

import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { CaseOutcome, JudgeMessage } from '@bytes-up/testkit';
import { lazy } from '../lazy';
import { NODE_MODULES, typescriptCommand } from '../run-child';
import { fileOf, type Exercise } from './exercise';

const MAIN = path.join(__dirname, '../../../testkit/src/judge/main.ts');
/** From the start of the process to its first report, in milliseconds of machine time. */
const START_LIMIT_MS = 30_000;
/** Of what a learner's code prints, the last characters are kept. */
const MAX_KEPT_CHARS = 8_192;
/** Code that prints more than this is ended. */
const MAX_PRINTED_CHARS = 16 * 1024 * 1024;

export interface StageTitle {
  readonly title: string;
  readonly cases: number;
}

export interface StageOutcome extends CaseOutcome {
  /** Counts from 0. */
  readonly stage: number;
}

export interface Judgement {
  readonly stages: readonly StageTitle[];
  readonly outcomes: readonly StageOutcome[];
  /** Names that the file does not export. */
  readonly missing: readonly string[];
  /** Why nothing was judged, and where. */
  readonly unjudged: Extract<JudgeMessage, { type: 'unjudged' }> | undefined;
  /** Why the judgement ended before its end: a case that hangs, or an exit. */
  readonly cutShort: string | undefined;
  /** What the learner's code printed. */
  readonly printed: string;
  readonly tookMs: number;
}

export function hasPassed({ stages, outcomes, unjudged, cutShort }: Judgement): boolean {
  const all = stages.reduce((sum, { cases }) => sum + cases, 0);
  return (
    unjudged === undefined &&
    cutShort === undefined &&
    all > 0 &&
    outcomes.length >= all &&
    outcomes.every(({ failure }) => failure === undefined)
  );
}

/** How many stages have passed, from the first on. */
export function stagesPassed({ stages, outcomes }: Judgement): number {
  const open = stages.findIndex(({ cases }, stage) => {
    const own = outcomes.filter((each) => each.stage === stage);
    return own.length < cases || own.some(({ failure }) => failure !== undefined);
  });
  return open < 0 ? stages.length : open;
}

/**
 * @param file the learner's file, absolute
 * @param options signal: ends the judgement early; all: judges every case of a stage,
 *   also when the first of them hang
 */
export async function judgeFile(
  exercise: Exercise,
  file: string,
  {
    env = process.env,
    signal,
    all = false,
  }: { env?: NodeJS.ProcessEnv; signal?: AbortSignal; all?: boolean } = {},
): Promise<Judgement> {
  const startedAtMs = performance.now();
  const guard = lazy.testkit().startGuard();
  const [node = '', ...args] = typescriptCommand(MAIN);
  const searched = [env['NODE_PATH'], NODE_MODULES].filter(Boolean).join(path.delimiter);
  const words = [fileOf(exercise, 'judge.ts'), file, ...(all ? ['--all'] : [])];
  const child = spawn(node, [...args, ...words], {
    env: { ...env, NODE_PATH: searched, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  guard.watch(child);
  const onExit = (): void => kill(child);
  process.on('exit', onExit);
  signal?.addEventListener('abort', onExit);
  try {
    return await listen(child, startedAtMs);
  } finally {
    process.off('exit', onExit);
    signal?.removeEventListener('abort', onExit);
    kill(child);
    guard.over();
  }
}

async function listen(child: ChildProcess, startedAtMs: number): Promise<Judgement> {
  const { machineClock } = lazy.testkit();
  const outcomes: StageOutcome[] = [];
  let stages: readonly StageTitle[] = [];
  let missing: readonly string[] = [];
  let unjudged: Judgement['unjudged'];
  let cutShort: string | undefined;
  let current: string | undefined;
  let caseLimitMs = START_LIMIT_MS;
  let isOver = false;

  const printed = collect(child, () => {
    cutShort ??= `it printed more than ${MAX_PRINTED_CHARS / 1024 / 1024} MiB, and was ended`;
    kill(child);
  });
  let limit = machineClock.after(caseLimitMs, endLoop);
  function endLoop(): void {
    const seconds = Math.round(caseLimitMs / 1000);
    cutShort =
      `no result after ${seconds} s: an endless loop, ` +
      'or a wait for something that never comes';
    kill(child);
  }
  const hear = (message: JudgeMessage): void => {
    switch (message.type) {
      case 'stages':
        ({ stages, caseLimitMs } = message);
        break;
      case 'names':
        ({ missing } = message);
        break;
      case 'begins':
        current = message.title;
        break;
      case 'outcome':
        current = undefined;
        outcomes.push({ ...message.outcome, stage: message.stage });
        break;
      case 'unjudged':
        unjudged = message;
        break;
      case 'over':
        isOver = true;
    }
    limit.cancel();
    limit = machineClock.after(caseLimitMs, endLoop);
  };
  const reports = createInterface({ input: child.stdio[3] as Readable });
  reports.on('line', (line) => hear(JSON.parse(line) as JudgeMessage));
  const heard = new Promise<void>((resolve) => reports.once('close', resolve));
  const how = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `with exit code ${code}` : `by ${signal}`);
    });
  });
  // What the learner's code has started may hold the pipe open.
  kill(child);
  await heard;
  limit.cancel();
  if (!isOver) cutShort ??= `your code ended the process, ${how}`;
  if (cutShort !== undefined && current !== undefined) cutShort = `${current}: ${cutShort}`;
  return {
    stages,
    outcomes,
    missing,
    unjudged,
    cutShort,
    printed: printed(),
    tookMs: performance.now() - startedAtMs,
  };
}

function collect({ stdout, stderr }: ChildProcess, onTooMuch: () => void): () => string {
  let text = '';
  let chars = 0;
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding('utf8').on('data', (some: string) => {
      text = (text + some).slice(-MAX_KEPT_CHARS);
      chars += some.length;
      if (chars > MAX_PRINTED_CHARS) onTooMuch();
    });
  }
  return () => text;
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // ESRCH: the whole group has ended.
  }
}
