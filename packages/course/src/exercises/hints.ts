// The hints of an exercise, from hints.md: one for each heading, in growing order.

import { readFileSync } from 'node:fs';
import { fileOf, type Exercise } from './exercise';

/** The Markdown of each hint, without its heading. */
export function readHints(exercise: Exercise): readonly string[] {
  return readFileSync(fileOf(exercise, 'hints.md'), 'utf8')
    .split(/^## .*$/m)
    .slice(1)
    .map((hint) => hint.trim());
}
