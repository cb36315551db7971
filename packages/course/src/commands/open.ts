// `npm start -- open 3`: opens a chapter's page and its central file in the editor.

import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { findChapter, type Chapter } from '../chapters';
import type { Context } from '../context';
import { ignoreLateRepeat } from '../npm-repeat';
import { parsePage } from '../pages/parse-page';
import { requireRoom } from '../rooms';
import { pullSource } from '../terminal/render-page';

export function addOpenCommand(program: Command, context: Context): void {
  program
    .command('open')
    .description('open a chapter’s page and its central file in your editor')
    .argument('<chapter>', 'number or name')
    .action(async (name: string) => {
      context.finish(await open(context, findChapter(name)));
    });
}

/**
 * @returns the editor's exit code; 0 if there is no editor and the paths are printed
 */
export async function open(context: Context, chapter: Chapter): Promise<number> {
  const { root, write } = context;
  const page = requireRoom(root, chapter, 'page');
  const places = [path.relative(root, page), ...centralPlace(root, chapter, page)];
  write(`${places.join('\n')}\n`);
  const editor = context.interactive ? editorOf(context.env) : undefined;
  return editor === undefined ? 0 : edit(editor, places, context);
}

/**
 * The file to start with, and where in it: what the page's front matter calls `central`;
 * else the server; else the file that the page shows most.
 */
function centralPlace(root: string, chapter: Chapter, file: string): string[] {
  const folder = `packages/${chapter.folder}/`;
  const { frontMatter, snippets } = parsePage(readFileSync(file, 'utf8'));
  const shown = snippets
    .map((snippet) => pullSource(snippet, file, root).label)
    .filter((label) => label.startsWith(folder));
  const named = frontMatter.get('central');
  const central = named === undefined ? mainFileOf(shown) : folder + named;
  if (central === undefined) return [];
  return [shown.find((place) => withoutLine(place) === central) ?? central];
}

function mainFileOf(shown: readonly string[]): string | undefined {
  const files = shown.map(withoutLine);
  const server = files.find((file) => file.endsWith('/server.ts'));
  if (server !== undefined) return server;
  const timesShown = (file: string): number => files.filter((other) => other === file).length;
  return files.find((file) => timesShown(file) === Math.max(...files.map(timesShown)));
}

/** `a.ts:12` is in `a.ts`. */
function withoutLine(place: string): string {
  return place.replace(/:\d+$/, '');
}

/** The user's editor, or VS Code if it is installed. */
function editorOf(env: NodeJS.ProcessEnv): string | undefined {
  return env['VISUAL'] || env['EDITOR'] || (isOnPath('code', env) ? 'code' : undefined);
}

/** These take `-g FILE:LINE`. */
const TAKES_LINES = /^(?:code|code-insiders|codium|cursor|windsurf)$/;

/** Runs the editor in this terminal, as git does: the setting may hold arguments. */
function edit(editor: string, places: readonly string[], { root, env }: Context): Promise<number> {
  const [program = ''] = editor.split(' ');
  const takesLines = TAKES_LINES.test(path.basename(program));
  const command = takesLines ? `${editor} -g "$@"` : `${editor} "$@"`;
  const files = takesLines ? places : places.map(withoutLine);
  const child = spawn('/bin/sh', ['-c', command, 'sh', ...files], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  // Ctrl-C belongs to the editor.
  let sawCtrlC = false;
  const onCtrlC = (): void => void (sawCtrlC = true);
  process.on('SIGINT', onCtrlC);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  }).finally(() => {
    if (sawCtrlC) ignoreLateRepeat('SIGINT');
    process.off('SIGINT', onCtrlC);
  });
}

function isOnPath(program: string, env: NodeJS.ProcessEnv): boolean {
  return (env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
