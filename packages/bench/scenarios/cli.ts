// The command line of the benchmarks: which scenarios, how much of them, and where the
// results go.

import { UsageError } from '@bytes-up/protocol';
import { wantsColor } from '@bytes-up/testkit';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { accessSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  BenchError,
  MAX_SEED,
  progressLine,
  renderGoals,
  renderReport,
  renderServers,
  reportFiles,
} from '../src';
import { CATALOGUE, type Entry } from './catalogue';
import type { Progress, ServerResults } from '../src';
import type { Mode, ScenarioResult } from './scenario';

/**
 * Exit codes (docs/errors.md): a wrong answer is a failure that was found, a usage error
 * is not.
 */
const [DONE, FOUND_A_FAILURE, COULD_NOT_RUN] = [0, 1, 2];

/** What is measured if no scenario is named. */
const DEFAULT_SCENARIO = 'servers';
/** A name for all of them. */
const EVERYTHING = 'all';

interface Flags {
  readonly list?: true;
  readonly rounds?: number;
  readonly seed?: number;
  readonly json?: string;
  readonly full?: true;
  readonly quick?: true;
  readonly only?: readonly string[];
  readonly workloads?: readonly string[];
  readonly against?: string;
  readonly report?: string;
}

/**
 * Runs the command. It has no handler for SIGINT: there is nothing to clean up, and
 * synchronous work would delay a handler for seconds.
 * @param args the arguments after the command's name
 * @returns the exit code.
 */
export async function runBench(args: readonly string[]): Promise<number> {
  const progress = progressLine(process.stderr);
  try {
    const command = makeCommand().parse(args, { from: 'user' });
    const flags = command.opts<Flags>();
    if (flags.list) {
      for (const { name, load } of CATALOGUE) console.log(`${name.padEnd(12)} ${load().summary}`);
      return DONE;
    }
    const scenarios = chooseScenarios(command.args);
    const mode = chooseMode(flags);
    if (flags.json !== undefined) checkWritable(flags.json);
    if (flags.report !== undefined) makeFolder(flags.report);
    const seed = flags.seed ?? Math.floor(Math.random() * (MAX_SEED + 1));
    const results: ScenarioResult[] = [];
    for (const scenario of scenarios) {
      const onProgress = (step: Progress): void => progress.show(step);
      const { rounds, only, workloads, against } = flags;
      const selection = { only, workloads, against };
      const options = { mode, rounds, seed, onProgress, servers: selection };
      const result = await scenario.load().run(options);
      progress.clear();
      results.push(result);
      if (flags.json !== '-') print(result);
      if (flags.report !== undefined && result.servers) writeReport(flags.report, result.servers);
    }
    if (flags.json !== undefined) writeJson(flags.json, { mode, seed, scenarios: results });
    return results.some(hasFailed) ? FOUND_A_FAILURE : DONE;
  } catch (error) {
    progress.clear();
    return explain(error);
  }
}

function hasFailed({ servers }: ScenarioResult): boolean {
  return servers?.cells.some((cell) => cell.hasFailed) === true;
}

function makeCommand(): Command {
  return new Command('bench')
    .description(
      'Measures the code of the course against the obvious first attempt, and against its peers.',
    )
    .argument('[scenario...]', 'what to measure, or all; servers if none is named')
    .option('--list', 'list the scenarios')
    .option('--rounds <n>', 'how often each contender is measured, 1 to 1000', integer(1, 1000))
    .option('--seed <n>', 'determines the order within the rounds', integer(0, MAX_SEED))
    .option('--json <file>', 'write the results as JSON; - is standard output, without the tables')
    .option('--full', 'also run what takes minutes')
    .option('--quick', 'run as little as possible')
    .option('--only <names>', 'servers: only these contenders, separated by commas', names)
    .option('--workloads <names>', 'servers: only these, separated by commas', names)
    .option('--against <folder>', 'servers: also those of another checkout, in the same rounds')
    .option('--report <folder>', 'servers, growth: write JSON, a page and its plots there')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 a contender failed or answered wrongly, 2 bad usage.',
    )

    .showSuggestionAfterError(false) // errors are one line
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}.`);
  };
}

function names(text: string): string[] {
  return text.split(',').filter((name) => name !== '');
}

function chooseScenarios(names: readonly string[]): readonly Entry[] {
  if (names.length === 0) return CATALOGUE.filter(({ name }) => name === DEFAULT_SCENARIO);
  if (names.includes(EVERYTHING)) return CATALOGUE;
  return [...new Set(names)].map((name) => {
    const scenario = CATALOGUE.find((candidate) => candidate.name === name);
    if (scenario) return scenario;
    const known = [...CATALOGUE.map((candidate) => candidate.name), EVERYTHING].join(', ');
    throw new UsageError(`unknown scenario "${name}"; expected one of ${known}`);
  });
}

function chooseMode({ quick, full }: Flags): Mode {
  if (quick && full) throw new UsageError('--quick and --full are mutually exclusive');
  if (quick) return 'quick';
  return full ? 'full' : 'normal';
}

/** Fails before the scenarios run for minutes. */
function checkWritable(file: string): void {
  if (file === '-') return;
  try {
    const isThere = statSync(file, { throwIfNoEntry: false });
    if (isThere?.isDirectory()) throw new Error('is a directory');
    accessSync(isThere ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}

/** Fails before the scenarios run for minutes. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`cannot write ${folder}: ${(error as Error).message}`);
  }
}

function writeReport(folder: string, results: ServerResults): void {
  for (const { name, text } of reportFiles(results)) writeFileSync(join(folder, name), text);
}

function writeJson(file: string, results: object): void {
  const text = `${JSON.stringify(results, null, 2)}\n`;
  if (file === '-') process.stdout.write(text);
  else writeFileSync(file, text);
}

function print(result: ScenarioResult): void {
  const color = wantsColor(process.stdout);
  for (const report of result.reports) console.log(`${renderReport(report, { color })}\n`);
  if (result.servers) console.log(`${renderServers(result.servers, { color })}\n`);
  if (result.goals.length > 0) console.log(`${renderGoals(result.goals, { color })}\n`);
}

/** Prints one line about the error. @returns the exit code */
function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return DONE; // --help
    const message = error.message.replace(/^error: /, '').replace(/\.$/, '');
    console.error(`bench: ${message}; bench --help shows the usage`);
    return COULD_NOT_RUN;
  }
  if (error instanceof UsageError) {
    console.error(`bench: ${error.message}`);
    return COULD_NOT_RUN;
  }
  if (error instanceof BenchError) {
    console.error(`bench: ${error.code}: ${error.message}`);
    return error.code === 'BAD_OPTIONS' ? COULD_NOT_RUN : FOUND_A_FAILURE;
  }
  throw error;
}
