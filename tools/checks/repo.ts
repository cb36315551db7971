// The checks' view of the repository: files by their path from its root. Tests of the
// checks use a made-up one.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export interface Repo {
  /**
   * The file's text; undefined if it does not exist. Paths are relative to the root, with
   * `/`.
   */
  readonly read: (file: string) => string | undefined;
  /** True for a file or a folder. */
  readonly exists: (file: string) => boolean;
  /**
   * All files whose path matches, sorted; folders with dependencies and build output are
   * left out.
   */
  readonly find: (pattern: RegExp) => string[];
}

const NOT_OURS = new Set([
  'node_modules',
  'build',
  '.git',
  '.nx',
  '.cache',
  'cache',
  'dist',
  'coverage',
  'my',
]);

export function diskRepo(root: string): Repo {
  const at = (file: string): string => path.join(root, file);
  const isFile = (file: string): boolean => existsSync(at(file)) && statSync(at(file)).isFile();
  const walk = (folder: string): string[] =>
    readdirSync(at(folder), { withFileTypes: true }).flatMap((entry) => {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : walk(file);
      return [file];
    });
  const all = walk('');
  return {
    read: (file) => (isFile(file) ? readFileSync(at(file), 'utf8') : undefined),
    exists: (file) => existsSync(at(file)),
    find: (pattern) => all.filter((file) => pattern.test(file)).sort(),
  };
}

export function madeUpRepo(files: Readonly<Record<string, string>>): Repo {
  const names = Object.keys(files).sort();
  return {
    read: (file) => (Object.hasOwn(files, file) ? files[file] : undefined),
    exists: (file) => names.some((name) => name === file || name.startsWith(`${file}/`)),
    find: (pattern) => names.filter((name) => pattern.test(name)),
  };
}
