// `npm start -- read 3`: a chapter's page, or one of the course's other pages, in the
// terminal.

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { CHAPTERS, findChapter, type Chapter } from '../chapters';
import { didYouMean } from '../closest';
import type { Context } from '../context';
import { wrapWords } from '../exercises/wrap';
import { remember } from '../remember';
import { requireRoom } from '../rooms';
import { isOn, routeOf } from '../routes';
import { show } from '../terminal/pager';
import { renderPage } from '../terminal/render-page';
import { UsageError } from '@bytes-up/protocol';

const READ_HELP = `
A chapter counts as read when its page has been shown to the end: when the pager has read
all of it, or, without a terminal, when the program after the pipe has. So a page that you
leave early does not count, and neither does: npm start -- read 3 | head`;

export function addReadCommand(program: Command, context: Context): void {
  program
    .command('read')
    .description('read a chapter’s page, or another page such as protocol or debugging')
    .argument('<page>', 'a chapter (3, 03, codec) or the name of a page of docs/')
    .addHelpText('after', READ_HELP)
    .action(async (name: string) => {
      const other = otherPages(context.root).get(name);
      if (other !== undefined) await show(renderPage(other, context), context);
      else await read(context, chapterOrPage(name, context.root));
    });
}

export async function read(context: Context, chapter: Chapter): Promise<number> {
  const file = requireRoom(context.root, chapter, 'page');
  const text = noteOfRoute(context, chapter) + renderPage(file, context);
  if (await show(text, context)) remember(context, chapter, 'read');
  else if (context.interactive)
    context.write('  The page counts as read once its end was shown.\n');
  return 0;
}

/**
 * What the page takes from chapters that the learner's route skips, and what to do where
 * it says to write something first, if the route has no time for that.
 */
function noteOfRoute(context: Context, chapter: Chapter): string {
  const route = routeOf(context);
  if (!isOn(route, chapter)) return '';
  const before = route.before[chapter.number];
  const notes = [
    ...(before === undefined ? [] : [`From the chapters that you skip: ${before}`]),
    ...(route.exercises ? [] : ['On your route, read on where the page says "Try it first".']),
  ];
  if (notes.length === 0) return '';
  const lines = notes.flatMap((note) => wrapWords(note, context.width - 2));
  return `\n${lines.map((line) => `  ${context.colors.dim(line)}\n`).join('')}`;
}

/** One line that names the other pages, or nothing if there are none. */
export function formatOtherPages(root: string): string {
  const names = [...otherPages(root).keys()];
  return names.length === 0 ? '' : `  npm start -- read ${names.join(' | ')}\n`;
}

/** Pages in docs/ that belong to no chapter, by name. */
function otherPages(root: string): ReadonlyMap<string, string> {
  const folder = path.join(root, 'docs');
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'index.md');
  return new Map(files.map((file) => [path.basename(file, '.md'), path.join(folder, file)]));
}

function chapterOrPage(name: string, root: string): Chapter {
  try {
    return findChapter(name);
  } catch {
    const pages = [...otherPages(root).keys()];
    const meant = didYouMean(name, [...CHAPTERS.map((chapter) => chapter.name), ...pages]);
    throw new UsageError(
      `no page "${name.slice(0, 40)}"${meant}: give a chapter from 1 to ${CHAPTERS.length}, or one of ${pages.join(', ')}`,
    );
  }
}
