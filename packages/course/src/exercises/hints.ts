// The hints for an exercise, from hints.md: one per heading, in increasing order. A
// heading such as "## Hint 1, stage 2" or "## Hint 2, stages 2 to 3" names the stages
// that it helps with.

import { readFileSync } from 'node:fs';
import { fileOf, type Exercise } from './exercise';

export interface Hint {
  /** Markdown, without its heading. */
  readonly text: string;
  /** The last stage that it helps with, from 1; Infinity if its heading names none. */
  readonly lastStage: number;
}

export function readHints(exercise: Exercise): readonly Hint[] {
  return parseHints(readFileSync(fileOf(exercise, 'hints.md'), 'utf8'));
}

export function parseHints(markdown: string): readonly Hint[] {
  const [, ...parts] = markdown.split(/^## (.*)$/m);
  const hints: Hint[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const [, last = Infinity] = /\bstages?(?: \d+ to)? (\d+)$/.exec(parts[at] ?? '') ?? [];
    hints.push({ text: (parts[at + 1] ?? '').trim(), lastStage: Number(last) });
  }
  return hints;
}
