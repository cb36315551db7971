// `npm start -- conformance …`: judges any server. Everything after it belongs to the
// suite's own command line, except for a chapter's number in front.

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '@bytes-up/protocol';
import { findChapter, twoDigits, type Chapter } from '../chapters';
import type { Context } from '../context';
import { lazy } from '../lazy';
import { requireRoom } from '../rooms';
import { typescriptCommand } from '../run-child';

export function addConformanceCommand(
  program: Command,
  context: Context,
  argv: readonly string[],
): void {
  program
    .command('conformance')
    .description('judge a server: conformance 12 is ours; conformance --help shows all')
    .argument('[flags...]', 'a chapter, or none; flags of the suite')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async () => {
      // From the raw command line: commander would drop the `--` before the server's own
      // command.
      const { runCli } = lazy.conformance();
      const words = argv.slice(argv.indexOf('conformance') + 1);
      context.finish(await runCli(withChapter(context.root, words)));
    });
}

/**
 * `12 --only 3.1 -- --engine epoll` as the suite's words: the chapter's model, and the
 * command that starts its server.
 * @throws UsageError for a chapter whose server is not judged by the suite
 */
function withChapter(root: string, words: readonly string[]): readonly string[] {
  const [first, ...rest] = words;
  if (first === undefined || !/^\d{1,2}$/.test(first)) return words;
  const chapter = findChapter(first);
  const command = typescriptCommand(requireRoom(root, chapter, 'server'));
  const end = rest.includes('--') ? rest.indexOf('--') : rest.length;
  const flags = rest.slice(0, end);
  const serverFlags = rest.slice(end + 1);
  const model = flags.includes('--model') ? [] : ['--model', modelOf(root, chapter, serverFlags)];
  return [...flags, ...model, '--', ...command, ...serverFlags];
}

/**
 * What the suite knows about a chapter's server. An engine may have its own model.
 */
function modelOf(root: string, chapter: Chapter, serverFlags: readonly string[]): string {
  const engine = serverFlags[1 + serverFlags.indexOf('--engine')] ?? '';
  const names = serverFlags.includes('--engine') ? [`model.${engine}.json`] : [];
  const file = [...names, 'model.json']
    .map((name) => path.join(root, 'packages', chapter.folder, name))
    .find(existsSync);
  if (file !== undefined) return file;
  throw new UsageError(
    `the server of chapter ${twoDigits(chapter.number)} (${chapter.name}) does not speak docs/protocol.md`,
  );
}
