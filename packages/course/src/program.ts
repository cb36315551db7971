// The command line: all commands, and how usage errors are reported.

import { types } from 'node:util';
import { Command, CommanderError } from 'commander';
import { addBytesCommand } from './commands/bytes';
import { addCallCommand } from './commands/call';
import { addChallengeCommand } from './commands/challenge';
import { addClientsCommand } from './commands/clients';
import { addConformanceCommand } from './commands/conformance';
import { addDemoCommand } from './commands/demo';
import { addExerciseCommand } from './commands/exercise';
import { addHintCommand } from './commands/hint';
import { addListCommand } from './commands/list';
import { addOpenCommand } from './commands/open';
import { addPredictCommand } from './commands/predict';
import { addProveCommand } from './commands/prove';
import { addReadCommand } from './commands/read';
import { addResetCommand } from './commands/reset';
import { addRouteCommand } from './commands/route';
import { addRunCommand } from './commands/run';
import { addServeCommand } from './commands/serve';
import { addSimulateCommand } from './commands/simulate';
import { addSolutionCommand } from './commands/solution';
import { addStatusCommand } from './commands/status';
import { addTestCommand } from './commands/test';
import { addTourCommand } from './commands/tour';
import { addVerifyCommand } from './commands/verify';
import { addZooKeeperCommand } from './commands/zookeeper';
import { welcome } from './commands/welcome';
import type { Context } from './context';
import { wrapWords } from './exercises/wrap';
import { damageOf } from './progress';
import { Interrupted } from './terminal/pager';
import { UsageError } from '@bytes-up/protocol';

/** A shell's exit code for a command that SIGINT ended: 128 + 2. */
const BY_CTRL_C = 130;

/** @param argv what follows `npm start --`. */
export function createProgram(context: Context, argv: readonly string[]): Command {
  const program = new Command('npm start --')
    .description('Bytes Up: RPC from the bytes up, a course in twenty chapters')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: context.write,
      writeErr: () => undefined, // run() reports usage errors, in one line
    })
    .configureHelp({ showGlobalOptions: false })
    .usage('<command>')
    .helpCommand(false);
  addListCommand(program, context);
  addRouteCommand(program, context);
  addReadCommand(program, context);
  addOpenCommand(program, context);
  addDemoCommand(program, context);
  addPredictCommand(program, context);
  addServeCommand(program, context);
  addTestCommand(program, context);
  addProveCommand(program, context);
  addRunCommand(program, context);
  addExerciseCommand(program, context);
  addVerifyCommand(program, context);
  addHintCommand(program, context);
  addResetCommand(program, context);
  addSolutionCommand(program, context);
  addCallCommand(program, context);
  addClientsCommand(program, context);
  addBytesCommand(program, context);
  addConformanceCommand(program, context, argv);
  addChallengeCommand(program, context, argv);
  addZooKeeperCommand(program, context);
  addStatusCommand(program, context);
  addSimulateCommand(program, context);
  addTourCommand(program, context);
  return program;
}

/** The commands' names, for the check that pages use only commands that exist. */
export function commandNames(context: Context): string[] {
  return createProgram(context, []).commands.map((command) => command.name());
}

/**
 * Runs one command line. A usage error, and what the system refuses, is one line and exit
 * code 2.
 */
export async function run(argv: readonly string[], context: Context): Promise<void> {
  try {
    const program = createProgram(context, argv);
    const damage = damageOf(context.progressFile);
    if (damage !== undefined) context.warn(`progress: ${damage}\n`);
    if (argv.length === 0) context.finish(await welcome(context, program));
    else await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof Interrupted) return context.finish(BY_CTRL_C);
    const line = mistake(error, helpOf(argv, context)) ?? refusalOf(error);
    if (line === undefined) throw error;
    if (line !== '') {
      // Otherwise it stays one line, which is easier to grep.
      const lines = context.interactive ? wrapWords(line, context.width) : [line];
      context.warn(`${lines.join('\n')}\n`);
      context.finish(2);
    }
  }
}

/** What a machine may refuse: room on its disk, a place to write, another process. */
const REFUSALS =
  /^E(?:NOSPC|DQUOT|ROFS|ACCES|PERM|NOTDIR|ISDIR|NOENT|MFILE|NFILE|AGAIN|NOMEM|LOOP|NAMETOOLONG|EXIST|IO|BUSY|XDEV)$/;

/** One line about what the system has refused; undefined for a bug of ours. */
function refusalOf(error: unknown): string | undefined {
  if (!types.isNativeError(error)) return undefined;
  const { code = '', syscall, path, message } = error as NodeJS.ErrnoException;
  if (syscall === undefined || !REFUSALS.test(code)) return undefined;
  const where = path === undefined || message.includes(path) ? '' : ` '${path}'`;
  return `cannot go on: ${message}${where}`;
}

/** One line about a usage error; empty for `--help`, undefined for a bug of ours. */
function mistake(error: unknown, help: string): string | undefined {
  if (error instanceof UsageError) return error.message;
  if (!(error instanceof CommanderError)) return undefined;
  if (error.exitCode === 0) return '';
  const message = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return `${message.replace(/\.$/, '')}: ${help} shows how`;
}

/** The help to look at: that of the command, or the list of commands. */
function helpOf([name = '']: readonly string[], context: Context): string {
  return commandNames(context).includes(name)
    ? `npm start -- ${name} --help`
    : 'npm start -- --help';
}
