// A checkout for the tests of the exercises' commands: the course's own exercises, and an
// empty `my/`. Most commands run in this process; tests that are about the process use
// runCourse.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from './course';
import { runHere } from './fake-context';
import { ROOT } from './judge-text';
import { makeRoot } from './make-root';

export const FRAMES = path.join(ROOT, 'packages/03-codec/exercises/rpc-frames');
export const read = (file: string): string => readFileSync(file, 'utf8');
/** Ours with one more line: counts as a learner's own. */
export const MINE = `${read(path.join(FRAMES, 'solution.ts'))}// mine\n`;

export interface Checkout {
  readonly root: string;
  /** The path of a file in `my/`. */
  readonly my: (name: string) => string;
  readonly put: (name: string, text: string) => void;
  readonly run: (...argv: string[]) => Promise<Outcome>;
}

export function checkout(): Checkout {
  const root = makeRoot();
  symlinkSync(path.join(ROOT, 'packages'), path.join(root, 'packages'));
  const my = (name: string): string => path.join(root, 'my', name);
  return {
    root,
    my,
    put: (name, text) => {
      mkdirSync(path.dirname(my(name)), { recursive: true });
      writeFileSync(my(name), text);
    },
    run: (...argv) => runHere(root, argv),
  };
}
