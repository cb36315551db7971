// Code on a page is pulled from compiled source: the region must exist, and no code may
// be pasted.

import path from 'node:path';
import { findRegion, regionNames } from '@bytes-up/course';
import { problemAt, type PageCheck } from './page-file';

export const checkSnippets: PageCheck = (pageFile, repo) =>
  pageFile.page.snippets.flatMap(({ path: written, region, line }) => {
    const file = path.posix.join(path.posix.dirname(pageFile.file), written);
    const source = repo.read(file);
    if (source === undefined) return [problemAt(pageFile, line, `no file ${file}`)];
    if (region === undefined) return [];
    const times = regionNames(source).filter((name) => name === region).length;
    if (times > 1) return [problemAt(pageFile, line, `${times} regions "${region}" in ${file}`)];
    const found = findRegion(source, region);
    if (!found) return [problemAt(pageFile, line, `no region "${region}" in ${file}`)];
    return found.text === ''
      ? [problemAt(pageFile, line, `region "${region}" in ${file} is empty`)]
      : [];
  });

const PULLED = new Set([
  'ts',
  'typescript',
  'mts',
  'cts',
  'tsx',
  'js',
  'javascript',
  'mjs',
  'cjs',
  'jsx',
]);

/** Only for pages in docs/: a package's README cannot pull code. */
export const checkPastedCode: PageCheck = (pageFile) => {
  if (!pageFile.file.startsWith('docs/')) return [];
  return pageFile.page.code
    .filter(({ lang }) => PULLED.has(lang.toLowerCase()))
    .map(({ lang, line }) =>
      problemAt(pageFile, line, `a block of ${lang} is pasted: pull it with <<< file#region`),
    );
};
