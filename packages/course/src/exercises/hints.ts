// The hints for an exercise, from hints.md: one per heading, in increasing order. A
// heading such as "## Hint 2, stage 4" ties a hint to a stage.

import { readFileSync } from 'node:fs';
import { fileOf, type Exercise } from './exercise';

export interface Hint {
  /** Markdown, without its heading. */
  readonly text: string;
  /** The stage that it helps with, from 1; undefined: the whole exercise. */
  readonly stage: number | undefined;
}

export function readHints(exercise: Exercise): readonly Hint[] {
  return parseHints(readFileSync(fileOf(exercise, 'hints.md'), 'utf8'));
}

export function parseHints(markdown: string): readonly Hint[] {
  const [, ...parts] = markdown.split(/^## (.*)$/m);
  const hints: Hint[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const [, stage] = /\bstage (\d+)/.exec(parts[at] ?? '') ?? [];
    hints.push({
      text: (parts[at + 1] ?? '').trim(),
      stage: stage === undefined ? undefined : Number(stage),
    });
  }
  return hints;
}
