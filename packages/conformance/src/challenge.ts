// The challenge: the suite in stages, one at a time, for a learner who writes a server.
// The caller keeps track of which stages have passed.

import { LaunchError } from '@bytes-up/testkit';
import { UsageError } from '@bytes-up/protocol';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Case } from './case';
import { allCases } from './cases';
import { diagnose } from './diagnosis';
import { DEFAULT_MODEL, type Model } from './model';
import { launchHint } from './launch-hint';
import { loadModel, ModelError } from './parse-model';
import { colors } from './report/colors';
import { progress } from './report/progress';
import type { Subject } from './run/instances';
import { plan } from './run/plan';
import { probe } from './run/probe';
import type { Result } from './run/result';
import { CROWD_CASE, run } from './run/runner';
import { casesOfStage, STAGES, type Stage } from './stages';

/** The stages that have passed. */
export interface PassedStages {
  readonly numbers: () => ReadonlySet<number>;
  readonly add: (stage: number) => void;
}

interface Options {
  readonly stage?: number;
  readonly all?: boolean;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly slow?: boolean;
  readonly model?: string;
  readonly patience: number;
}

interface JudgedStage {
  readonly stage: Stage;
  readonly results: readonly Result[];
  readonly failed: readonly Result[];
}

/** How many lines of a failed case are shown; the conformance command shows all. */
const SHOWN_LINES = 24;
/** From this stage on a server must serve several clients at once. */
const CROWD_STAGE = 'clients';

/**
 * Runs the command line.
 * @param argv the arguments after `challenge`.
 * @returns the exit code: 0 passed, 1 a stage failed, 2 nothing could be judged.
 */
export async function runChallenge(argv: readonly string[], passed: PassedStages): Promise<number> {
  const program = build();
  try {
    program.parse([...argv], { from: 'user' });
    return await challenge(program.opts<Options>(), program.args, passed);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const couldNotRun = [UsageError, ModelError, LaunchError].some((kind) => error instanceof kind);
    if (!couldNotRun) throw error;
    const hint = error instanceof LaunchError ? launchHint(program.args) : '';
    process.stderr.write(`challenge: ${(error as Error).message}${hint}\n`);
    return 2;
  }
}

async function challenge(
  options: Options,
  command: readonly string[],
  passed: PassedStages,
): Promise<number> {
  if (options.list === true) {
    print(options.json === true ? asJson(listed(passed)) : listing(passed));
    return 0;
  }
  const chosen = choose(options, passed);
  if (chosen.length === 0) {
    print('Every stage has passed. --all judges all of them again.\n');
    return 0;
  }
  if (command.length === 0) {
    throw new UsageError('no server to judge: npm start -- challenge -- python3 my_server.py');
  }
  const judged: JudgedStage[] = [];
  const every = allCases();
  for (const stage of chosen) {
    const one = await judge(stage, every, options, { command });
    judged.push(one);
    if (one.failed.length === 0) passed.add(stage.number);
    if (options.json !== true) print(told(one));
  }
  if (options.json === true) print(asJson(judged.map(forPrograms)));
  else print(whatNext(judged, passed));
  return judged.every(({ failed }) => failed.length === 0) ? 0 : 1;
}

/** The stage that was asked for, all of them, or the first that has not passed. */
function choose({ stage, all }: Options, passed: PassedStages): readonly Stage[] {
  if (all === true) return STAGES;
  if (stage !== undefined) return STAGES.filter(({ number }) => number === stage);
  return openStage(passed) ?? [];
}

function openStage(passed: Pick<PassedStages, 'numbers'>): readonly [Stage] | undefined {
  const numbers = passed.numbers();
  const open = STAGES.find(({ number }) => !numbers.has(number));
  return open === undefined ? undefined : [open];
}

async function judge(
  stage: Stage,
  every: readonly Case[],
  options: Options,
  subject: Subject,
): Promise<JudgedStage> {
  const told = options.model === undefined ? undefined : loadModel(options.model, every);
  const known: Model = told ?? DEFAULT_MODEL;
  const model = told?.flags === true || isBeforeCalls(stage) ? known : await probe(subject, known);
  const planned = plan(casesOfStage(stage, every), {
    model,
    subject,
    slow: options.slow === true,
  });
  // Before that stage a server may serve one client at a time: this case finds out.
  const [crowd] = plan(
    every.filter(({ id }) => id === CROWD_CASE),
    { model, subject },
  );
  const shown = progress(planned.length, options.json !== true);
  const results = await run({
    subject,
    model,
    cases: planned,
    patienceMs: options.patience,
    onResult: shown.onResult,
    ...(needsCrowd(stage, planned.length) && { crowd }),
  });
  shown.end();
  const failed = results.filter(({ verdict }) => ['fail', 'not run'].includes(verdict));
  return { stage, results, failed };
}

/** A server that does not answer calls yet cannot be probed with calls. */
function isBeforeCalls({ number }: Stage): boolean {
  return number <= 2;
}

function needsCrowd(stage: Stage, cases: number): boolean {
  return !isBeforeCalls(stage) && stage.name !== CROWD_STAGE && cases > 1;
}

/** The result for a learner, on one screen. */
function told({ stage, results, failed }: JudgedStage): string {
  const { number, title, build } = stage;
  const skipped = results.filter(({ verdict }) => verdict === 'not applicable').length;
  const counted = results.length - skipped;
  const left = skipped === 0 ? '' : `, ${skipped} not applicable`;
  const name = `Stage ${number}: ${title}`;
  const [first] = failed;
  if (first === undefined) {
    const verdict = counted === 0 ? colors.dim('skipped') : colors.green('passed');
    return `${verdict}  ${name} (${casesText(counted)}${left})\n${whySkipped(results)}`;
  }
  const diagnosis = diagnosed(failed);
  const story = first.story ?? [first.reason ?? first.verdict];
  const cut = story.length > SHOWN_LINES ? [`  … ${story.length - SHOWN_LINES} more lines`] : [];
  return [
    `${colors.red('failed')}  ${name} (${failed.length} of ${casesText(counted)}${left})`,
    build,
    '',
    ...story.slice(0, SHOWN_LINES),
    ...cut,
    ...(diagnosis === undefined ? [] : ['', `A known mistake: ${diagnosis.text}`]),
    '',
    `This is the first case that failed. See docs/challenge.md, stage ${number}, for what the judge expects.`,
    `In full: npm start -- conformance --only ${first.case.id} --verbose -- …`,
    '',
  ].join('\n');
}

/** After several stages how many passed; after one that failed, nothing. */
export function whatNext(
  judged: readonly { readonly stage: Stage; readonly failed: readonly unknown[] }[],
  passed: Pick<PassedStages, 'numbers'>,
): string {
  const failed = judged.filter((one) => one.failed.length > 0);
  const numbers = failed.map(({ stage }) => stage.number).join(', ');
  const tally =
    judged.length < 2
      ? ''
      : `\n${judged.length - failed.length} passed${numbers === '' ? '' : `, failed: ${numbers}`}\n`;
  if (judged.length < 2 && failed.length > 0) return tally;
  const [next] = openStage(passed) ?? [];
  if (next === undefined) return `${tally}Every stage has passed.\n`;
  return `${tally}Next is stage ${next.number}: ${next.title}\n${next.build}\n`;
}

/** Why cases were skipped: one line for each reason. */
export function whySkipped(results: readonly Result[]): string {
  const byReason = new Map<string, string[]>();
  for (const { case: one, verdict, reason = '' } of results) {
    if (verdict !== 'not applicable') continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), one.id]);
  }
  return [...byReason].map(([reason, ids]) => `${notApplicable(ids)}: ${reason}\n`).join('');
}

function notApplicable([first = '', ...more]: readonly string[]): string {
  if (more.length === 0) return `${first} is not applicable`;
  return `${first} and ${more.length} more are not applicable`;
}

function casesText(count: number): string {
  return count === 1 ? '1 case' : `${count} cases`;
}

function diagnosed(failed: readonly Result[]): ReturnType<typeof diagnose> {
  return diagnose(failed.map(({ case: one, story = [] }) => ({ id: one.id, story })));
}

function listing(passed: PassedStages): string {
  return listed(passed)
    .map(({ number, title, cases, state }) => {
      const mark = { passed: '✓', open: '→', closed: ' ' }[state];
      return `${mark} ${String(number).padStart(2)}  ${title} (${cases})\n`;
    })
    .join('');
}

function listed(passed: PassedStages): readonly {
  number: number;
  name: string;
  title: string;
  cases: number;
  state: 'passed' | 'open' | 'closed';
}[] {
  const every = allCases();
  const numbers = passed.numbers();
  const [open] = openStage(passed) ?? [];
  return STAGES.map((stage) => ({
    number: stage.number,
    name: stage.name,
    title: stage.title,
    cases: casesOfStage(stage, every).length,
    state: numbers.has(stage.number) ? 'passed' : stage === open ? 'open' : 'closed',
  }));
}

function forPrograms({ stage, results, failed }: JudgedStage): object {
  return {
    stage: stage.number,
    name: stage.name,
    title: stage.title,
    passed: failed.length === 0,
    ...(failed.length > 0 && { diagnosis: diagnosed(failed)?.text }),
    cases: results.map(({ case: one, verdict, reason, story }) => ({
      id: one.id,
      title: one.title,
      verdict,
      ...(reason !== undefined && { reason }),
      ...(story !== undefined && { story }),
    })),
  };
}

function build(): Command {
  return new Command('npm start -- challenge')
    .description(
      'Judges your server stage by stage; docs/challenge.md says what each stage expects.\n' +
        'Without --stage or --all: the first stage that has not passed.',
    )
    .argument('[command...]', 'after --: the command that starts your server')
    .addOption(new Option('--stage <n>', 'judge this stage').argParser(parseStage).conflicts('all'))
    .option('--all', 'judge every stage')
    .option('--list', 'print the stages and stop')
    .option('--json', 'print JSON')
    .option('--slow', 'also run cases that wait for more than 5 s under the default limits')
    .option('--model <file>', "the server's model.json, which says what it can do")
    .option('--patience <ms>', 'how long to wait for an answer or another event', parseMs, 5_000)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'challenge: ')),
    });
}

function parseStage(text: string): number {
  const number = Number(text);
  if (STAGES.some((stage) => stage.number === number)) return number;
  throw new InvalidArgumentError(`Expected a number from 1 to ${STAGES.length}.`);
}

function parseMs(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected milliseconds, an integer above 0.');
}

function print(text: string): void {
  process.stdout.write(text);
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
