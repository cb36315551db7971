// The process in which a learner's file is judged: `main.ts JUDGE FILE [--all]`. It is a
// process of its own so that an endless loop or an exit ends the judgement and nothing
// else.

import { writeSync } from 'node:fs';
import { typescriptCommand } from '../process/typescript-command';
import { CaseFailed, type CaseOutcome, type Judge, type JudgedCase, type Learner } from './judge';
import { NO_EXCEPTION, show } from './expect';
import { REPORT_FD, type JudgeMessage } from './messages';
import { findCompileError, findPlace } from './printed';

type Exports = Record<string, unknown>;

/** What ends a program in Node. */
const CAUGHT = 'every exception and every rejected promise to be caught';
/** After a failure no new case begins when a stage has taken so long, in milliseconds. */
const ENOUGH_MS = 1_000;
const DEFAULT_CASE_LIMIT_MS = 5_000;

const [judgeFile = '', learnersFile = '', flag] = process.argv.slice(2);
const all = flag === '--all';

function tell(message: JudgeMessage): void {
  writeSync(REPORT_FD, `${JSON.stringify(message)}\n`);
}

// Without this, what a loop prints stays in memory until the loop ends.
for (const stream of [process.stdout, process.stderr]) {
  const { _handle } = stream as { _handle?: { setBlocking?: (on: boolean) => void } };
  _handle?.setBlocking?.(true);
}

/** What the learner's code threw outside of any call of ours, such as in a callback. */
let strayError: Error | undefined;
let onStray: (() => void) | undefined;
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    strayError ??= error instanceof Error ? error : new Error(show(error));
    onStray?.();
  });
}

function stray(): Error | undefined {
  return strayError;
}

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
  // A program that is judged from outside exports nothing, and is not loaded here.
  const exports = names.length === 0 ? {} : load(names);
  if (exports !== undefined) await judgeStages(judge, exports, learner);
  tell({ type: 'over' });
  process.exit(0); // whatever the learner's code has left open
}

/** The learner's exports; undefined when there is nothing to judge. */
function load(names: readonly string[]): Exports | undefined {
  let exports: Exports;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
    exports = require(learnersFile) as Exports;
  } catch (error) {
    const { why, at } = explainLoadError(error);
    tell({ type: 'unjudged', reason: 'does not load', why, ...(at !== undefined && { at }) });
    return undefined;
  }
  const yours = names.filter((name) => exports[name] !== undefined);
  const missing = names.filter((name) => exports[name] === undefined);
  if (yours.length === 0) {
    const why = `nothing here to judge: the file exports ${noneOf(names)}`;
    tell({ type: 'unjudged', reason: 'exports nothing judged', why });
    return undefined;
  }
  tell({ type: 'names', yours, missing });
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
    const beganAtMs = performance.now();
    for (const one of cases) {
      // Cases that hang, one after the other: the first of them has said enough.
      if (!passed && !all && performance.now() - beganAtMs > ENOUGH_MS) return;
      tell({ type: 'begins', title: one.title, section: one.section });
      report(await judgeCase(one, exports, learner));
    }
    if (passed || all) await together?.judge(learner, report, all);
    if (!passed) return;
  }
}

async function judgeCase(
  one: JudgedCase<Exports>,
  exports: Exports,
  learner: Learner,
): Promise<CaseOutcome> {
  const { title, section } = one;
  strayError = undefined;
  const thrownElsewhere = new Promise<never>((_resolve, reject) => {
    onStray = () => reject(stray() ?? new Error('nothing was thrown'));
  });
  try {
    await Promise.race([one.run(exports, learner), thrownElsewhere]);
    // a rejection that nothing handles is reported a turn later
    await new Promise(setImmediate);
    const thrown = stray();
    if (thrown !== undefined) throw thrown;
    return { title, section, failure: undefined };
  } catch (error) {
    const isJudged = error instanceof CaseFailed;
    const failure = isJudged
      ? error.failure
      : {
          expected: error === stray() ? CAUGHT : NO_EXCEPTION,
          came: show(error),
        };
    const at = placeOf(isJudged ? error.cause : error);
    return { title, section, failure: { ...failure, ...(at !== undefined && { at }) } };
  } finally {
    onStray = undefined;
  }
}

function placeOf(error: unknown): string | undefined {
  return findPlace(String((error as Error | undefined)?.stack), learnersFile);
}

/** What the file threw when it was loaded, or what the compiler has against it. */
function explainLoadError(error: unknown): { why: string; at: string | undefined } {
  const message = error instanceof Error ? error.message : String(error);
  const found = findCompileError(message, learnersFile);
  if (found === undefined) {
    return { why: message.trim().split('\n', 1)[0] ?? '', at: placeOf(error) };
  }
  return { why: `does not compile: ${found.complaint}\n  ${found.code}`, at: found.at };
}
