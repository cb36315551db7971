// Stage 1: the program behaves like the server that it starts.

import { commandCases, expectUsageError } from '@bytes-up/conformance';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import type { JudgedCase, Learner } from '@bytes-up/testkit';
import path from 'node:path';
import { withFlags } from './registry';

const COMMAND = 'Stage 1: the command';
const LISTENS_AT = ['--host', '127.0.0.1', '--port', '0'];

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
    run: (_exports, { command }) => expectUsageError('no --zookeeper', [...command, ...LISTENS_AT]),
  },
  {
    title: 'a server that ends before it listens: exit code 2',
    section: COMMAND,
    run: (_exports, { command }) => {
      const server = path.join(__dirname, 'ends-at-once.ts');
      const flags = [...LISTENS_AT, '--zookeeper', '127.0.0.1:1', '--server', server];
      return expectUsageError('--server is a program that exits at once', [...command, ...flags]);
    },
  },
];

/** The address of the one registry of these cases, which ends with this process. */
async function startRegistry(): Promise<string> {
  const registry = new EmbeddedZooKeeper();
  await registry.start();
  return registry.address;
}
