// Which files the last day's commits have changed.

import { execFileSync } from 'node:child_process';

const DAY_S = 24 * 60 * 60;
/** The hash of git's empty tree. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * @param root a checkout. Uncommitted changes count, untracked files do not.
 * @returns the files, relative to root, that differ from those of a day before the newest
 *   commit. All files if the history does not reach back so far, as in a shallow clone.
 */
export function changedWithinADay(root: string): readonly string[] {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: Infinity }).trim();
  const newest = git('log', '-1', '--no-show-signature', '--format=%ct');
  if (!/^\d+$/.test(newest)) throw new Error(`expected the time of a commit, got ${newest}`);
  const dayBefore = Number(newest) - DAY_S;
  // The first parent is the branch that was merged into: what a merge brings is new
  // there, however old it is.
  const base = git('rev-list', '-1', '--first-parent', `--before=${dayBefore}`, 'HEAD');
  const names = git('diff', '--name-only', '--no-renames', '-z', base || EMPTY_TREE);
  return names.split('\0').filter((name) => name !== '');
}
