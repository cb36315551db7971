// Stage 1: the program behaves like the server that it starts.

import { commandCases } from '@bytes-up/conformance';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { CaseFailed, ServerProcess, type JudgedCase, type Learner } from '@bytes-up/testkit';
import path from 'node:path';
import { withFlags } from './registry';

const COMMAND = 'Stage 1: the command';
/** In ms of machine time. */
const EXITS_WITHIN_MS = 5_000;

/** One for the cases of the command, since they look at one run of it. */
let zookeeper: Promise<string> | undefined;

export const theCommand: readonly JudgedCase<object>[] = [
  ...commandCases.map((one) => ({
    ...one,
    run: async (exports: object, learner: Learner) =>
      one.run(exports, withFlags(learner, '--zookeeper', await (zookeeper ??= startRegistry()))),
  })),
  {
    title: 'without --zookeeper it does not start: exit code 2',
    section: COMMAND,
    run: (_exports, { command }) => expectExit('no --zookeeper', command),
  },
  {
    title: 'a server that ends before it listens: exit code 2',
    section: COMMAND,
    run: (_exports, { command }) => {
      const server = path.join(__dirname, 'ends-at-once.ts');
      const flags = ['--zookeeper', '127.0.0.1:1', '--server', server];
      return expectExit('--server is a program that exits at once', [...command, ...flags]);
    },
  },
];

/** The address of the one registry of these cases, which ends with this process. */
async function startRegistry(): Promise<string> {
  const registry = new EmbeddedZooKeeper();
  await registry.start();
  return registry.address;
}

async function expectExit(given: string, command: readonly string[]): Promise<void> {
  const program = new ServerProcess([...command, '--host', '127.0.0.1', '--port', '0']);
  const exit = await program.exit(EXITS_WITHIN_MS);
  await program.stop(0);
  const expected = 'exit code 2, and nothing on standard output';
  if (exit?.code === 2 && program.stdout === '') return;
  const how = exit === undefined ? 'it keeps running' : (exit.signal ?? `exit code ${exit.code}`);
  const printed = program.stdout === '' ? '' : `, and it printed "${program.stdout.slice(0, 60)}"`;
  throw new CaseFailed({ given, expected, came: `${how}${printed}` });
}
