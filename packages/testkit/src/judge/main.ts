// The process in which a learner's file is judged: `main.ts JUDGE FILE [--all]`. It is a
// separate process, so that an endless loop or an exit ends only the judgement.

import { writeSync } from 'node:fs';
import { typescriptCommand } from '../process/typescript-command';
import {
  CaseFailed,
  type CaseOutcome,
  type Failure,
  type Judge,
  type JudgedCase,
  type Learner,
} from './judge';
import { NO_EXCEPTION } from './expect';
import { givenNow, givingNothing, onGiving } from './given';
import { explainLostThis } from './lost-this';
import { CASE_MARK, REPORT_FD, type JudgeMessage } from './messages';
import { oursAmong } from './ours';
import { findCompileError, findSyntaxError } from './printed';
import { placesOf } from './places';
import { show } from './show';

type Exports = Record<string, unknown>;

/** What ends a program in Node. */
const CAUGHT = 'every exception to be caught';
const HANDLED = 'every rejected promise to be handled';
const DROPPED =
  'The result of a promise was dropped: often a `.then()` or `.finally()` that is neither ' +
  'returned nor awaited.';
const NEVER =
  'the promise was never resolved, and nothing is left that could resolve it: no timer, no ' +
  'socket, no other promise';
/**
 * After a failure, no new case starts once a stage has taken this long, in milliseconds.
 */
const ENOUGH_MS = 1_000;
const DEFAULT_CASE_LIMIT_MS = 5_000;

const [judgeFile = '', learnersFile = '', flag] = process.argv.slice(2);
const all = flag === '--all';

function tell(message: JudgeMessage): void {
  writeSync(REPORT_FD, `${JSON.stringify(message)}\n`);
}

// Otherwise the output of a loop stays in memory until the loop ends.
for (const stream of [process.stdout, process.stderr]) {
  const { _handle } = stream as { _handle?: { setBlocking?: (on: boolean) => void } };
  _handle?.setBlocking?.(true);
}
// A single stream keeps the order of the learner's output. What Node itself prints when
// it dies still goes to standard error.
process.stderr.write = process.stdout.write.bind(process.stdout);

/** How many cases of a stage have ended, and how many of those have failed. */
class EndedCases {
  #done = 0;
  #failed = 0;

  constructor(private readonly stage: number) {}

  /** For a case that is reported at once. */
  count(failed: boolean): void {
    this.#done++;
    if (failed) this.#failed++;
  }

  /** For one that is reported later, in its order. */
  tell(failed: boolean): void {
    this.count(failed);
    tell({ type: 'progress', stage: this.stage, done: this.#done, failed: this.#failed });
  }
}

/** What ended a case outside any of our calls, such as an exception in a callback. */
interface Stray {
  readonly error: unknown;
  readonly expected: string;
  readonly note?: string;
}
let stray: Stray | undefined;
/** The cases that run now. */
const onStray = new Set<(stray: Stray) => void>();
function endCase(by: Stray): void {
  stray ??= by;
  for (const end of [...onStray]) end(stray);
}
process.on('uncaughtException', (error) => endCase({ error, expected: CAUGHT }));
process.on('unhandledRejection', (error) => endCase({ error, expected: HANDLED, note: DROPPED }));
/** There is nothing left to wait for, but a case is still waiting. */
let onIdle: (() => void) | undefined;
process.on('beforeExit', () => onIdle?.());

onGiving((given) => tell({ type: 'given', given }));

void main();

async function main(): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  const { judge } = require(judgeFile) as { judge: Judge<Exports> };
  tell({
    type: 'stages',
    stages: judge.stages.map(({ title, cases, together }) => ({
      title,
      cases: cases.length + (together?.count ?? 0),
    })),
    caseLimitMs: judge.caseLimitMs ?? DEFAULT_CASE_LIMIT_MS,
  });
  const learner: Learner = {
    file: learnersFile,
    command: [...typescriptCommand(learnersFile)],
  };
  const names = [...new Set(judge.stages.flatMap((stage) => stage.names))];
  // A program that is judged from outside exports nothing, so it is not loaded here.
  const exports = names.length === 0 ? {} : load(names);
  if (exports !== undefined) await judgeStages(judge, exports, learner);
  tell({ type: 'over' });
  process.exit(0); // whatever the learner's code has left open
}

/** The learner's exports; undefined if there is nothing to judge. */
function load(names: readonly string[]): Exports | undefined {
  let exports: Exports;
  let yours: readonly string[];
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
    exports = (require(learnersFile) as Exports | null) ?? {};
    yours = names.filter((name) => exports[name] !== undefined); // it may be a getter
  } catch (error) {
    const { why, at } = explainLoadError(error);
    tell({ type: 'unjudged', reason: 'does not load', why, ...(at !== undefined && { at }) });
    return undefined;
  }
  const missing = names.filter((name) => !yours.includes(name));
  if (yours.length === 0) {
    const why = `nothing here to judge: the file exports ${noneOf(names)}`;
    tell({ type: 'unjudged', reason: 'exports nothing judged', why });
    return undefined;
  }
  const ours = oursAmong(exports, yours, learnersFile);
  tell({ type: 'names', yours, missing, ours });
  return exports;
}

/** `neither a nor b; is "export" missing in front of them?` */
function noneOf(names: readonly string[]): string {
  const [first = '', second = ''] = names;
  const exported =
    names.length === 1
      ? `no ${first}`
      : names.length === 2
        ? `neither ${first} nor ${second}`
        : `none of ${names.join(', ')}`;
  const them = names.length === 1 ? 'it' : 'them';
  return `${exported}; is "export" missing in front of ${them}?`;
}

/** In the task's order, up to the first stage that does not pass. */
async function judgeStages(
  judge: Judge<Exports>,
  exports: Exports,
  learner: Learner,
): Promise<void> {
  for (const [stage, { names, cases, together, title }] of judge.stages.entries()) {
    let passed = true;
    const ended = new EndedCases(stage);
    const report = (outcome: CaseOutcome): void => {
      if (outcome.failure !== undefined) passed = false;
      tell({ type: 'outcome', stage, outcome });
    };
    const missing = names.filter((name) => exports[name] === undefined);
    if (missing.length > 0) {
      const expected = `your file to export ${missing.join(', ')}`;
      report({
        title: `${missing.join(', ')} is there`,
        section: cases[0]?.section ?? title,
        failure: { expected, came: 'it does not' },
      });
      return;
    }
    const { atOnce = 1 } = judge;
    if (atOnce === 1) {
      const beganAtMs = performance.now();
      for (const one of cases) {
        // Several cases hang one after the other: reporting the first is enough.
        if (!passed && !all && performance.now() - beganAtMs > ENOUGH_MS) return;
        process.stdout.write(CASE_MARK);
        tell({ type: 'begins', stage, title: one.title });
        const outcome = await judgeCase(one, exports, learner);
        ended.count(outcome.failure !== undefined);
        report(outcome);
      }
    } else {
      await judgeSeveral(cases, atOnce, {
        judge: async (one) => {
          const outcome = await judgeCase(one, exports, learner);
          ended.tell(outcome.failure !== undefined);
          return outcome;
        },
        report,
        all,
      });
    }
    if (!passed && !all) return;
    await together?.judge(learner, report, { all, progress: (failed) => ended.tell(failed) });
    if (!passed) return;
  }
}

/**
 * Judges up to `atOnce` cases at the same time, and reports them in their order. Unless
 * `all` are wanted, it begins no other one after a failure, and does not wait for those
 * that come after it.
 */
async function judgeSeveral(
  cases: readonly JudgedCase<Exports>[],
  atOnce: number,
  {
    judge,
    report,
    all,
  }: {
    readonly judge: (one: JudgedCase<Exports>) => Promise<CaseOutcome>;
    readonly report: (outcome: CaseOutcome) => void;
    readonly all: boolean;
  },
): Promise<void> {
  const begun: Promise<CaseOutcome>[] = [];
  const left = [...cases];
  let isOver = false;
  const beginNext = (): void => {
    const one = isOver ? undefined : left.shift();
    if (one !== undefined) begun.push(judge(one).then(ended));
  };
  const ended = (outcome: CaseOutcome): CaseOutcome => {
    if (outcome.failure !== undefined && !all) isOver = true;
    beginNext();
    return outcome;
  };
  for (let n = 0; n < atOnce; n++) beginNext();
  for (let one = begun.shift(); one !== undefined; one = begun.shift()) {
    const outcome = await one;
    report(outcome);
    if (outcome.failure !== undefined && !all) return;
  }
}

async function judgeCase(
  one: JudgedCase<Exports>,
  exports: Exports,
  learner: Learner,
): Promise<CaseOutcome> {
  const { title, section } = one;
  if (onStray.size === 0) stray = undefined;
  givingNothing();
  let end: ((stray: Stray) => void) | undefined;
  const endedElsewhere = new Promise<never>((_resolve, reject) => {
    // of any type: the learner's code may throw anything
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    end = ({ error }) => reject(error);
    onStray.add(end);
    const never = new CaseFailed({ expected: 'a promise that resolves or rejects', came: NEVER });
    // as a new event, which keeps the process alive
    onIdle = () => setImmediate(() => reject(never));
  });
  try {
    await Promise.race([one.run(exports, learner), endedElsewhere]);
    // an unhandled rejection is reported a turn later
    await new Promise(setImmediate);
    if (stray !== undefined) throw stray.error;
    return { title, section, failure: undefined };
  } catch (error) {
    return { title, section, failure: failureOf(error) };
  } finally {
    if (end !== undefined) onStray.delete(end);
    onIdle = undefined;
  }
}

function failureOf(error: unknown): Failure {
  const given = givenNow();
  const thrown = error instanceof CaseFailed ? error.cause : error;
  const at = placesOf(thrown, learnersFile);
  const isStray = stray !== undefined && stray.error === error;
  const note = explainLostThis(thrown) ?? (isStray ? stray?.note : undefined);
  const common = {
    ...(given !== undefined && { given }),
    ...(at !== undefined && { at }),
    ...(note !== undefined && { note }),
  };
  if (error instanceof CaseFailed) return { ...common, ...error.failure };
  const expected = isStray ? (stray?.expected ?? NO_EXCEPTION) : NO_EXCEPTION;
  return { ...common, expected, came: show(error) };
}

function firstLine(error: unknown, message: string): string {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === 'ERR_REQUIRE_ASYNC_MODULE')
    return 'it has an `await` outside of a function: put it into an async function';
  const [line = ''] = message.trim().split('\n', 1);
  return error instanceof Error && line !== ''
    ? line
    : `it threw ${show(error)} when it was loaded`;
}

/** What the file threw when it was loaded, or the compiler's complaint. */
function explainLoadError(error: unknown): { why: string; at: string | undefined } {
  const message = error instanceof Error ? String(error.message) : show(error);
  const found = findCompileError(message, learnersFile);
  if (found !== undefined)
    return { why: `does not compile: ${found.complaint}\n  ${found.code}`, at: found.at };
  const code = error instanceof SyntaxError ? findSyntaxError(String(error.stack)) : undefined;
  const why = firstLine(error, message) + (code === undefined ? '' : `\n  ${code}`);
  return { why, at: placesOf(error, learnersFile) };
}
