// Which programs of my/rpc have changed lately. `npm test` judges none of their wrong
// variants, and the nightly tests judge all: so what has changed since last night has not
// been judged.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const DAY_S = 24 * 60 * 60;
/** The steps before it are functions, which `npm test` judges with two variants each. */
const FIRST_CHAPTER = 8;
const PROGRAM = /^packages\/((\d+)-[^/]+)\/exercises\/(rpc-[^/]+)\//;
/** git's name for a tree without files. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * @param root a checkout; changes without a commit count, new files once git has them
 * @returns the ids of the programs whose solution, start, judge or wrong variants are not
 *   those of a day before the newest commit; all ids if the history does not reach back
 *   so far, as in a shallow clone
 */
export function changedPrograms(root: string): readonly string[] {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const newestS = Number(git('log', '-1', '--format=%ct'));
  const before = git('rev-list', '-1', `--before=${newestS - DAY_S}`, 'HEAD');
  const files = git('diff', '--name-only', before || EMPTY_TREE, '--', 'packages/*/exercises/*.ts');
  const ids = files.split('\n').flatMap((file) => {
    const [, folder = '', chapter = '', name = ''] = PROGRAM.exec(file) ?? [];
    const isThere = existsSync(join(root, 'packages', folder, 'exercises', name));
    return isThere && Number(chapter) >= FIRST_CHAPTER ? [`${chapter}-${name}`] : [];
  });
  return [...new Set(ids)].toSorted();
}
