// What the learner's code costs, counted in steps.

import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { StepCounter } from '../steps/step-counter';
import { CaseFailed, type Learner } from './judge';

/** Calls `run`, and says how many steps of the learner's code that took. */
export type CountSteps = (run: () => void) => number;

/**
 * V8 counts the blocks of files that are loaded while it counts. So this loads the
 * learner's file again, with what it imports from their folder.
 */
export function countingSteps<Exports>(
  { file }: Learner,
  judge: (exports: Exports, count: CountSteps) => void,
): void {
  const require = createRequire(file);
  const my = path.dirname(path.dirname(require.resolve(file))) + path.sep;
  const counter = new StepCounter((url) => fileOf(url).startsWith(my));
  try {
    for (const name of Object.keys(require.cache))
      if (name.startsWith(my)) Reflect.deleteProperty(require.cache, name);
    judge(require(file) as Exports, (run) => counter.count(run));
  } finally {
    counter.stop();
  }
}

/** @throws CaseFailed if there were more steps */
export function expectSteps(given: string, most: number, steps: number): void {
  if (steps <= most) return;
  throw new CaseFailed({
    given,
    expected: `at most ${most.toLocaleString('en-US')} steps`,
    came: `${steps.toLocaleString('en-US')} steps`,
  });
}

function fileOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}
