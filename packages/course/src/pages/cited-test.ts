// Finds the test that a claim names, as it is shown, `codec: other-ways/varint.test.ts ›
// 300 is AC 02`, or as in a page's source, `packages/03-codec/… › %s is %s`.

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '@bytes-up/protocol';

export interface CitedTest {
  /** The package's folder, or `tools`, absolute: jest runs there. */
  readonly folder: string;
  /** The test file, absolute. */
  readonly file: string;
  /** What jest's `-t` takes: a pattern for the end of the full title. */
  readonly pattern: string;
}

/** @throws UsageError for text that names no test file */
export function findCitedTest(root: string, text: string): CitedTest {
  const [where = '', ...titles] = text
    .replace(/^[\s✔`]+|[\s`]+$/g, '')
    .replace(/, and \d+ more rows$/, '')
    .split(' › ');
  if (titles.length === 0)
    throw new UsageError(`expected "file › title", as in a page's notes, got "${where}"`);
  for (const { folder, file } of places(root, where)) {
    if (existsSync(file)) return { folder, file, pattern: patternOf(titles.join(' ')) };
  }
  throw new UsageError(`no test file "${where}" in packages/ or tools/`);
}

/** Where the file may be: a path from the root, or a package's short name and a path. */
function places(root: string, where: string): { folder: string; file: string }[] {
  const [, name, inside] = /^([\w-]+): (\S+)$/.exec(where) ?? [];
  const folders = [...packagesOf(root), path.join(root, 'tools')];
  if (name === undefined || inside === undefined) {
    const file = path.join(root, where);
    return folders
      .filter((folder) => file.startsWith(folder + path.sep))
      .map((folder) => ({ folder, file }));
  }
  return folders
    .filter((folder) => path.basename(folder).replace(/^\d\d-/, '') === name)
    .flatMap((folder) =>
      ['src', ''].map((src) => ({ folder, file: path.join(folder, src, inside) })),
    );
}

function packagesOf(root: string): string[] {
  const packages = path.join(root, 'packages');
  if (!existsSync(packages)) return [];
  return readdirSync(packages).map((name) => path.join(packages, name));
}

/**
 * A claim need not name the describes around its test. The notes cut a long title with
 * `…`, and a page's source has a table's title with its `%s` and `$name`: both stand for
 * any text.
 */
function patternOf(title: string): string {
  const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const open = escaped.replace(/…$/, '.*').replace(/%[sdifjop#]|\\\$[\w.\\]+/g, '.*');
  return `(?:^| )${open}$`;
}
