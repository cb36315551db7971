// Where the site finds the course: the root of the repository, and paths in it as pages
// write them.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @param file from the root, with slashes */
export function readSource(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

/** `packages/03-codec/src/index.ts`, from an absolute path. */
export function fromRoot(file: string): string {
  return path.relative(ROOT, file).split(path.sep).join('/');
}
