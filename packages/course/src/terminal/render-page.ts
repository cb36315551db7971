// A page of docs/ as the terminal shows it: title and minutes, then the blocks, with the
// code pulled from the sources as they are now.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CHAPTERS } from '../chapters';
import type { Context } from '../context';
import { exercisesOf } from '../exercises/exercise';
import { describeClaim, type TableTitles } from '../pages/claim';
import { lexMarkdown, type ClaimToken, type SnippetToken } from '../pages/markdown';
import { withNotes } from '../pages/notes';
import { parsePage } from '../pages/parse-page';
import { findRegion, wholeFile } from '../pages/region';
import { formatMinutes } from '../routes';
import { renderBlocks, type PulledSource } from './render-blocks';

/** To the left of everything, so that text does not stick to the window's edge. */
const MARGIN = '  ';

/** @param file the page's path, absolute. */
export function renderPage(
  file: string,
  context: Pick<Context, 'root' | 'colors' | 'width' | 'interactive'>,
): string {
  const { colors, root } = context;
  const { frontMatter, tokens, headings } = parsePage(readFileSync(file, 'utf8'));
  const width = context.width - MARGIN.length;
  const pull = (snippet: SnippetToken): PulledSource => pullSource(snippet, file, root);
  const tables = readTableTitles(root);
  const chapter =
    path.basename(path.dirname(file)) === 'chapters' ? path.basename(file, '.md') : undefined;
  const describe = (claim: ClaimToken): string => describeClaim(claim, chapter, tables);
  const style = { colors, isWindow: context.interactive, pull, describe };
  // The page's own first heading, or the front matter's title if there is none.
  const [first, ...others] = tokens.filter(({ type }) => type !== 'space');
  const ownTitle = headings[0]?.depth === 1 && first?.type === 'heading' ? [first] : undefined;
  const titleText = frontMatter.get('title');
  const title = ownTitle ?? lexMarkdown(titleText === undefined ? '' : `# ${titleText}`);
  const minutes = frontMatter.get('minutes');
  const exercises = formatExerciseTime(root, chapter);
  const lines = [
    '',
    ...renderBlocks(title, width, style),
    ...(minutes === undefined ? [] : [colors.dim(`about ${minutes} minutes${exercises}`)]),
    '',
    ...renderBlocks(withNotes(ownTitle ? others : tokens), width, style),
  ];
  return lines.map((line) => `${line === '' ? '' : MARGIN + line}\n`).join('');
}

/** `, exercises 2 h 15 min`; empty if there are none. */
function formatExerciseTime(root: string, folder: string | undefined): string {
  const chapter = CHAPTERS.find((each) => each.folder === folder);
  if (chapter === undefined) return '';
  const all = exercisesOf(root, chapter).reduce((sum, { minutes }) => sum + minutes, 0);
  return all === 0 ? '' : `, exercises ${formatMinutes(all)}`;
}

/**
 * Titles of table tests, as jest prints them. Without the file the page's own are shown.
 */
function readTableTitles(root: string): TableTitles {
  const file = path.join(root, 'docs', 'table-titles.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TableTitles) : {};
}

/**
 * The lines that a snippet names. If they cannot be found, the page says so there,
 * because the rest of it is still worth reading.
 */
export function pullSource(
  { path: written, region }: Pick<SnippetToken, 'path' | 'region'>,
  page: string,
  root: string,
): PulledSource {
  const file = path.resolve(path.dirname(page), written);
  const label = path.relative(root, file).split(path.sep).join('/');
  if (!existsSync(file)) return { label, text: `(no file ${label})` };
  const source = readFileSync(file, 'utf8');
  const found = region === undefined ? wholeFile(source) : findRegion(source, region);
  if (!found) return { label, text: `(no region ${region} in ${label})` };
  return { label: `${label}:${found.line}`, text: found.text };
}
