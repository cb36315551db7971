// The table of rooms in docs/architecture.md: one line for each package, with what it is
// and what it imports. `npm run pages` writes it from package.json and the sources, and a
// test checks that it is up to date.

import { formatTable } from '@bytes-up/course';
import { folderOfEachPackage, isTestOrDemo } from './boundaries';
import { importsOf } from './imports';
import { between } from './marks';
import type { Repo } from './repo';

export const ARCHITECTURE = 'docs/architecture.md';
const HEAD = ['package', 'what it is', 'imports', 'tests and demos also'];

/** What is wrong with the page, one line each. */
export function checkRooms(repo: Repo): string[] {
  const inside = between(repo.read(ARCHITECTURE) ?? '', 'rooms');
  if (inside === undefined) return [`${ARCHITECTURE}: no <!-- rooms --> … <!-- /rooms -->`];
  return inside === roomsTable(repo) ? [] : [`${ARCHITECTURE}: npm run pages writes the table`];
}

/** In the order of `ls packages`. */
export function roomsTable(repo: Repo): string {
  const folders = folderOfEachPackage(repo);
  const rows = [...folders]
    .sort(([, a], [, b]) => (a < b ? -1 : 1))
    .map(([, folder]) => {
      const { source, besides } = importsOfPackage(folder, folders, repo);
      return [labelOf(folder, repo), descriptionOf(folder, repo), shown(source), shown(besides)];
    });
  return formatTable(HEAD, rows).trim();
}

/**
 * The folders that a package's sources import, and those that only its tests and demos
 * import.
 */
function importsOfPackage(
  folder: string,
  folders: ReadonlyMap<string, string>,
  repo: Repo,
): { source: string[]; besides: string[] } {
  const source = new Set<string>();
  const besides = new Set<string>();
  for (const file of repo.find(/^packages\/[^/]+\/.*\.ts$/)) {
    if (!file.startsWith(`packages/${folder}/`)) continue;
    for (const { specifier } of importsOf(repo.read(file) ?? '')) {
      const to = folders.get(specifier.split('/').slice(0, 2).join('/'));
      if (to !== undefined && to !== folder) (isTestOrDemo(file) ? besides : source).add(to);
    }
  }
  return {
    source: [...source].sort(),
    besides: [...besides].filter((to) => !source.has(to)).sort(),
  };
}

/** A chapter by its number, another package by its name: `03, 07, posix`. */
function shown(folders: readonly string[]): string {
  return folders.map((folder) => /^\d\d/.exec(folder)?.[0] ?? folder).join(', ');
}

function labelOf(folder: string, repo: Repo): string {
  return repo.exists(`docs/chapters/${folder}.md`)
    ? `[${folder}](chapters/${folder}.md)`
    : `\`${folder}\``;
}

/** The row already has the chapter's number. */
function descriptionOf(folder: string, repo: Repo): string {
  const { description = '' } = JSON.parse(repo.read(`packages/${folder}/package.json`) ?? '{}') as {
    description?: string;
  };
  const text = description.replace(/^Chapter \d\d: /, '');
  return /^[a-z][A-Z]/.test(text) ? text : text.replace(/^./, (letter) => letter.toUpperCase());
}
