// The checkout in which the walk works: a copy with its own `my/` and progress file, so
// that it touches nothing that belongs to the person who runs it.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyRepository } from '../claims/copy';

export interface Checkout {
  /** The copy, absolute. */
  readonly root: string;
  /** The temp folder for everything that runs in it. */
  readonly tempFolder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Files that were added to the copy, besides the learner's own. */
  readonly newFiles: () => readonly string[];
  readonly remove: () => void;
}

/** The learner's own files, and caches of tools. */
const MAY_APPEAR = /^(?:my|\.bytes-up-progress|\.cache|node_modules|\.nx|build)(?:\/|$)|\/build\//;

export function makeCheckout(original: string): Checkout {
  const root = copyRepository(original);
  for (const name of ['my', '.bytes-up-progress'])
    rmSync(join(root, name), { recursive: true, force: true });
  const tempFolder = mkdtempSync(join(tmpdir(), 'bytes-up-walk-'));
  const before = new Set(filesBelow(root));
  return {
    root,
    tempFolder,
    env: {
      ...process.env,
      BYTES_UP_ROOT: undefined,
      BYTES_UP_PROGRESS: undefined,
      TMPDIR: tempFolder,
      NO_COLOR: '1',
    },
    newFiles: () => filesBelow(root).filter((file) => !before.has(file) && !MAY_APPEAR.test(file)),
    remove: () => {
      rmSync(root, { recursive: true, force: true });
      rmSync(tempFolder, { recursive: true, force: true });
    },
  };
}

/** Relative names, without installed packages. */
function filesBelow(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = join(folder, entry.name);
    if (entry.name === 'node_modules' || entry.name === '.cache') return [];
    return entry.isDirectory() ? filesBelow(root, name) : [name];
  });
}
