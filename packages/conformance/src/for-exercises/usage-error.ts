// A program that cannot run: one line on standard error says why, and the exit code is 2.

import { CaseFailed, ServerProcess } from '@bytes-up/testkit';

/** In ms of machine time. */
const EXITS_WITHIN_MS = 8_000;
/** Lines on standard error that are shown. */
const MOST_SHOWN = 5;
/** What Node itself says there, about itself or a library. */
const OF_NODE = /^\(node:\d+\)|^\(Use `node /;

/** @throws CaseFailed unless the program ends like that, with no output */
export async function expectUsageError(given: string, command: readonly string[]): Promise<void> {
  const program = new ServerProcess(command);
  const exit = await program.exit(EXITS_WITHIN_MS);
  await program.stop(0); // then all that it printed has come
  const lines = program.stderr.split('\n').filter((line) => line !== '' && !OF_NODE.test(line));
  if (exit?.code === 2 && lines.length === 1 && program.stdout === '') return;
  const how = exit === undefined ? 'it keeps running' : (exit.signal ?? `exit code ${exit.code}`);
  const printed = program.stdout === '' ? '' : `, and it printed "${program.stdout.slice(0, 60)}"`;
  const expected = 'one line on standard error, nothing on standard output, and exit code 2';
  const came = `${lines.length} line${lines.length === 1 ? '' : 's'}, ${how}${printed}`;
  throw new CaseFailed({ given, expected, came, log: lines.slice(0, MOST_SHOWN) });
}
