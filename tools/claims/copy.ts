// A copy of the repository in which mutants can be made, so that no stopped run leaves a
// change in the original. It has the sources; its node_modules are links into the
// original's, except the workspace's own packages, which link to the copy's.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const LEFT_OUT = new Set(['.git', '.nx', '.cache', 'node_modules', 'build', 'dist', 'coverage']);
const OURS = '@bytes-up';

/** Returns the folder of the copy. Remove it when done. */
export function copyRepository(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'bytes-up-claims-'));
  cpSync(root, copy, { recursive: true, filter: (from) => !LEFT_OUT.has(basename(from)) });
  const installed = join(root, 'node_modules');
  linkEntries(installed, join(copy, 'node_modules'), (name) => name === OURS || name === '.cache');
  // Relative links to `../../packages/…`: the same text points into the copy.
  mkdirSync(join(copy, 'node_modules', OURS));
  for (const name of readdirSync(join(installed, OURS))) {
    const target = readlinkSync(join(installed, OURS, name));
    symlinkSync(target, join(copy, 'node_modules', OURS, name));
  }
  for (const name of readdirSync(join(root, 'packages'))) {
    const nested = join(root, 'packages', name, 'node_modules');
    try {
      linkEntries(nested, join(copy, 'packages', name, 'node_modules'), () => false);
    } catch {
      // Most packages have no dependencies with a version of their own.
    }
  }
  return copy;
}

function linkEntries(from: string, to: string, isLeftOut: (name: string) => boolean): void {
  const names = readdirSync(from).filter((name) => !isLeftOut(name));
  mkdirSync(to);
  for (const name of names) symlinkSync(join(from, name), join(to, name));
}
