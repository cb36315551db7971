// Judges a learner's file in its own process (packages/testkit/src/judge/main.ts), and
// kills that process if a case does not end.

import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { CaseOutcome, JudgeMessage } from '@bytes-up/testkit';
import { lazy } from '../lazy';
import { NODE_MODULES, typescriptCommand } from '../run-child';
import { fileOf, type Exercise } from './exercise';
import { ReportLimit } from './report-limit';
import { PrintedByCase, type Printed } from './printed-by-case';

const MAIN = path.join(__dirname, '../../../testkit/src/judge/main.ts');
/** From the start of the process to its first report, in milliseconds of machine time. */
const START_LIMIT_MS = 30_000;
/** Enough for every exercise, and soon used up by code that leaks. */
const HEAP_MIB = 256;
/** Code that prints more than this is killed. */
const MAX_PRINTED_CHARS = 16 * 1024 * 1024;

/** A report holds what one case was given, at most a few frames as hex. */
const MAX_REPORT_BYTES = 128 * 1024 * 1024;

/**
 * How long the reports of a process that has ended may take, in ms of machine time.
 */
const HEARD_WITHIN_MS = 1_000;

/** What V8 prints then, before the addresses. */
const OUT_OF_MEMORY = /out of memory/i;
const MAX_LAST_WORDS_CHARS = 65_536;

export interface StageTitle {
  readonly title: string;
  readonly cases: number;
}

export interface StageOutcome extends CaseOutcome {
  /** Counts from 0. */
  readonly stage: number;
  /** What the learner's code printed in this case. */
  readonly printed?: Printed | undefined;
}

/** How far a judgement has come. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  /** Of those that are done. */
  readonly failed: number;
  readonly cases: number;
}

export interface Judgement {
  readonly stages: readonly StageTitle[];
  readonly outcomes: readonly StageOutcome[];
  /** Names that the file does not export. */
  readonly missing: readonly string[];
  /** Names whose value is the course's own code, re-exported. */
  readonly ours: readonly string[];
  /** Why nothing was judged, and where. */
  readonly unjudged: Extract<JudgeMessage, { type: 'unjudged' }> | undefined;
  /** Why the judgement was cut short: a case hangs, or the process exited. */
  readonly cutShort: string | undefined;
  /** It was cut short inside a case, which has failed then. */
  readonly isInCase: boolean;
  /** The input when it was cut short. */
  readonly given: string | undefined;
  /** What the learner's code printed when it was cut short, or could not be judged. */
  readonly printed: Printed | undefined;
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
 *   even if the first ones hang
 */
export async function judgeFile(
  exercise: Exercise,
  file: string,
  {
    env = process.env,
    signal,
    all = false,
    onProgress = () => undefined,
  }: {
    env?: NodeJS.ProcessEnv;
    signal?: AbortSignal;
    all?: boolean;
    onProgress?: (progress: Progress) => void;
  } = {},
): Promise<Judgement> {
  const startedAtMs = performance.now();
  const guard = lazy.testkit().startGuard();
  const [node = '', ...args] = typescriptCommand(MAIN);
  const searched = [env['NODE_PATH'], NODE_MODULES].filter(Boolean).join(path.delimiter);
  const words = [fileOf(exercise, 'judge.ts'), file, ...(all ? ['--all'] : [])];
  const child = spawn(node, [`--max-old-space-size=${HEAP_MIB}`, ...args, ...words], {
    env: {
      ...env,
      NODE_PATH: searched,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      // A company's certificates: Node would read them at every start (50 ms), and a
      // server is started some thirty times.
      NODE_EXTRA_CA_CERTS: undefined,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  guard.watch(child);
  const onExit = (): void => kill(child);
  process.on('exit', onExit);
  signal?.addEventListener('abort', onExit);
  try {
    return await listen(child, startedAtMs, onProgress);
  } finally {
    process.off('exit', onExit);
    signal?.removeEventListener('abort', onExit);
    kill(child);
    for (const stream of child.stdio) stream?.destroy(); // or a daemon would hold us up
    guard.over();
  }
}

async function listen(
  child: ChildProcess,
  startedAtMs: number,
  onProgress: (progress: Progress) => void,
): Promise<Judgement> {
  const { CASE_MARK, machineClock, REPORT_FD } = lazy.testkit();
  const outcomes: (StageOutcome & { nth: number })[] = [];
  let stages: readonly StageTitle[] = [];
  let names: Pick<Judgement, 'missing' | 'ours'> = { missing: [], ours: [] };
  let unjudged: Judgement['unjudged'];
  let cutShort: string | undefined;
  let current: string | undefined;
  let given: string | undefined;
  let begun = 0;
  /** The last message of progress. */
  let counted = { stage: -1, done: 0, failed: 0 };
  /** The stage whose cases are judged together. */
  let together: string | undefined;
  let isOver = false;

  const printed = new PrintedByCase(CASE_MARK);
  const lastWords = collect(child, printed, () => {
    cutShort ??= `it printed more than ${MAX_PRINTED_CHARS / 1024 / 1024} MiB, so it was killed`;
    kill(child);
  });
  const limit = new ReportLimit(child.pid, START_LIMIT_MS, (ms) => {
    cutShort ??=
      `no result after ${Math.round(ms / 1000)} s: an endless loop, ` +
      'or a wait for something that never happens';
    kill(child);
  });
  const hear = (message: JudgeMessage): void => {
    if (message.type === 'given') return void ({ given } = message);
    limit.begin(message.type === 'stages' ? message.caseLimitMs : undefined);
    switch (message.type) {
      case 'stages':
        ({ stages } = message);
        break;
      case 'names':
        names = message;
        break;
      case 'begins':
        current = message.title;
        given = undefined;
        begun++;
        tellProgress(message.stage);
        break;
      case 'progress':
        together = stages[message.stage]?.title;
        counted = message;
        tellProgress(message.stage);
        break;
      case 'outcome':
        outcomes.push({
          ...message.outcome,
          stage: message.stage,
          nth: current === undefined ? NaN : begun,
        });
        current = undefined;
        tellProgress(message.stage);
        break;
      case 'unjudged':
        unjudged = message;
        break;
      case 'over':
        isOver = true;
    }
  };
  function tellProgress(stage: number): void {
    const { title = '', cases = 0 } = stages[stage] ?? {};
    const reported = outcomes.filter((each) => each.stage === stage);
    const failures = reported.filter(({ failure }) => failure !== undefined).length;
    // cases that run at the same time are counted before they are reported
    const { done, failed } =
      counted.stage === stage ? counted : { done: reported.length, failed: failures };
    onProgress({ stage: title, done, failed, cases });
  }
  const reports = createInterface({ input: child.stdio[REPORT_FD] as Readable });
  const noReport = (): void => {
    cutShort ??= `it wrote to descriptor ${REPORT_FD}, which the judge reports on`;
    kill(child);
  };
  reports.on('line', (line) => {
    const message = messageIn(line);
    if (message === undefined) noReport();
    else hear(message);
  });
  limitLines(child.stdio[REPORT_FD] as Readable, noReport);
  const heard = new Promise<void>((resolve) => reports.once('close', resolve));
  const how = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `with exit code ${code}` : `by ${signal}`);
    });
  });
  // Processes that the learner's code started may hold the pipe open: those of the group
  // are killed, and a daemon, which has left it, is not waited for.
  kill(child);
  const late = machineClock.after(HEARD_WITHIN_MS, () => reports.close());
  await heard;
  late.cancel();
  limit.over();
  if (!isOver)
    cutShort ??= OUT_OF_MEMORY.test(lastWords())
      ? 'it ran out of memory'
      : `your code ended the process, ${how}`;
  const where = current === undefined ? 0 : begun;
  const name = current ?? together;
  if (cutShort !== undefined && name !== undefined) cutShort = `${name}: ${cutShort}`;
  return {
    stages,
    outcomes: outcomes.map(({ nth, ...outcome }) => ({ ...outcome, printed: printed.of(nth) })),
    ...names,
    unjudged,
    cutShort,
    isInCase: cutShort !== undefined && current !== undefined,
    given: cutShort === undefined ? undefined : given,
    printed: cutShort === undefined && unjudged === undefined ? undefined : printed.of(where),
    tookMs: performance.now() - startedAtMs,
  };
}

/**
 * Node itself prints on standard error only when it dies: what the learner's code prints
 * there is redirected to standard output.
 */
function collect(
  { stdout, stderr }: ChildProcess,
  printed: PrintedByCase,
  onTooMuch: () => void,
): () => string {
  let lastWords = '';
  let chars = 0;
  const count = ({ length }: string): void => {
    chars += length;
    if (chars > MAX_PRINTED_CHARS) onTooMuch();
  };
  stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed.add(text);
    count(text);
  });
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-MAX_LAST_WORDS_CHARS);
    count(text);
  });
  return () => lastWords;
}

/** Undefined for what a judge does not write. */
function messageIn(line: string): JudgeMessage | undefined {
  try {
    const message = JSON.parse(line) as JudgeMessage | null;
    return typeof message?.type === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

/** Calls back for a line that is longer than any report. */
function limitLines(stream: Readable, onTooLong: () => void): void {
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    const end = chunk.lastIndexOf(10);
    length = end < 0 ? length + chunk.length : chunk.length - end - 1;
    if (length > MAX_REPORT_BYTES) onTooLong();
  });
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // ESRCH: the whole group has ended.
  }
}
