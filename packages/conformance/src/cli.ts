// The command line: reads the options, runs the cases, prints the report, and sets the
// exit code.

import { UsageError } from '@bytes-up/protocol';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { LaunchError } from '@bytes-up/testkit';
import { allCases } from './cases';
import type { Case } from './case';
import { loadModel, ModelError } from './parse-model';
import { DEFAULT_MODEL, type Model, MODEL_HELP } from './model';
import { junit } from './report/junit';
import { json, listing, report } from './report/report';
import { writeFileSync } from 'node:fs';
import type { Subject } from './run/instances';
import { plan } from './run/plan';
import { probe } from './run/probe';
import { isGood } from './run/result';
import { CROWD_CASE, run } from './run/runner';
import { launchHint } from './launch-hint';
import { select } from './select';
import { progress } from './report/progress';

/** What is shown of a command, in characters. */
const MAX_NAME = 60;

interface Options {
  readonly target?: { readonly host: string; readonly port: number };
  readonly model?: string;
  readonly only?: readonly string[];
  readonly list?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
  readonly slow?: boolean;
  readonly verbose?: boolean;
  readonly patience: number;
  readonly cycles: number;
}

/**
 * Runs the command line.
 * @param argv the arguments after the program's name.
 * @returns the exit code: 0 all good, 1 a case failed, 2 nothing could be judged.
 */
export async function runCli(argv: readonly string[]): Promise<number> {
  const program = build();
  try {
    program.parse([...argv], { from: 'user' });
    return await judge(program.opts<Options>(), program.args);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const couldNotRun = [UsageError, ModelError, LaunchError].some((kind) => error instanceof kind);
    if (!couldNotRun) throw error;
    const hint = error instanceof LaunchError ? launchHint(program.args) : '';
    process.stderr.write(`conformance: ${(error as Error).message}${hint}\n`);
    return 2;
  }
}

async function judge(options: Options, command: readonly string[]): Promise<number> {
  const every = allCases();
  const cases = selectOrExplain(every, options.only ?? []);
  if (options.list === true) {
    process.stdout.write(options.json === true ? json.list(cases) : listing(cases));
    return 0;
  }
  const subject = subjectOf(options, command);
  const model = options.model === undefined ? undefined : loadModel(options.model, every);
  const known: Model = model ?? DEFAULT_MODEL;
  const effective = model?.flags === true ? model : await probe(subject, known);
  const planned = plan(cases, { model: effective, subject, slow: options.slow === true });
  const shown = progress(planned.length, options.json !== true);
  const startedAtMs = performance.now();
  const notes: string[] = [];
  // A server without flags may serve one client at a time: find out before running cases
  // in parallel.
  const [crowd] = effective.flags
    ? []
    : plan(selectOrExplain(every, [CROWD_CASE]), { model: effective, subject });
  const results = await run({
    subject,
    model: effective,
    cases: planned,
    patienceMs: options.patience,
    cycles: options.cycles,
    onResult: shown.onResult,
    crowd,
    onNote: (note) => notes.push(note),
  });
  shown.end();
  const tookMs = performance.now() - startedAtMs;
  process.stdout.write(
    options.json === true
      ? json.results(effective, results, notes)
      : report(effective, results, {
          verbose: options.verbose === true,
          tookMs,
          notes,
          subject: nameOf(subject),
        }),
  );
  // Afterwards, so that the results are shown even if the file cannot be written.
  if (options.junit !== undefined) writeReport(options.junit, junit(effective, results));
  return isGood(results) ? 0 : 1;
}

function build(): Command {
  return new Command('conformance')
    .description(
      'Judges a server in any language against docs/protocol.md.\n' +
        'A command is started with --host 127.0.0.1 --port 0 appended and must print "listening on HOST:PORT".',
    )
    .argument('[command...]', 'after --: the command that starts the server')
    .option('--target <host:port>', 'a server that is already running', parseTarget)
    .option('--model <file>', "the server's model.json, which says what it can and cannot do")
    .option(
      '--only <id>',
      'only cases of this area, or whose id starts with this (repeatable)',
      collect,
    )
    .option('--list', 'print the cases and stop')
    .option('--json', 'print JSON instead of a table')
    .option('--junit <file>', 'also write the results as JUnit XML')
    .option('--slow', 'also run cases that wait for more than 5 s under the default limits')
    .option('--patience <ms>', 'how long to wait for an answer or another event', parseMs, 5_000)
    .option('--cycles <n>', 'how often case 10.4/cycles starts and stops the server', parseCount, 5)
    .option('--verbose', 'print every case, also those that passed or do not apply')
    .usage('[options] (--target HOST:PORT | -- COMMAND [ARGUMENT...])')
    .addHelpText(
      'after',
      `\n${MODEL_HELP}\n\nExit codes: 0 all good, 1 a case failed, 2 nothing could be judged.`,
    )
    .exitOverride();
}

function writeReport(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`--junit ${path}: ${(error as Error).message}`);
  }
}

function subjectOf({ target }: Options, command: readonly string[]): Subject {
  if (target !== undefined && command.length > 0) {
    throw new UsageError('give --target or a command, not both');
  }
  if (target !== undefined) return { target };
  if (command.length > 0) return { command };
  throw new UsageError(
    'no server to judge: give --target HOST:PORT, or -- and a command; see --help',
  );
}

/** A server without a model file has no name but its command or address. */
function nameOf(subject: Subject): string {
  if ('target' in subject) return `${subject.target.host}:${subject.target.port}`;
  const line = subject.command.join(' ').replace(/\s+/g, ' ');
  return line.length > MAX_NAME ? `${line.slice(0, MAX_NAME - 2)} …` : line;
}

function selectOrExplain(every: readonly Case[], words: readonly string[]): readonly Case[] {
  const selected = select(every, words);
  if (typeof selected !== 'string') return selected;
  throw new UsageError(`no case or area begins with "${selected}"; see --list`);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function parseTarget(text: string): { host: string; port: number } {
  const match = /^(.+):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match?.[1] === undefined || port < 1 || port > 65_535) {
    throw new InvalidArgumentError('Expected HOST:PORT, for example 127.0.0.1:8080.');
  }
  return { host: match[1].replace(/^\[|\]$/g, ''), port };
}

function parseMs(text: string): number {
  return parsePositive(text, 'milliseconds, an integer above 0');
}

function parseCount(text: string): number {
  return parsePositive(text, 'an integer above 0');
}

function parsePositive(text: string, expected: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError(`Expected ${expected}.`);
}
