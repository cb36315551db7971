// Known mistakes: which cases fail when a server makes one, and what to tell its author.
// Each mutant of the reference server has an entry.

import { connections } from './known-mistakes/connections';
import { frames } from './known-mistakes/frames';
import { requests } from './known-mistakes/requests';
import type { Diagnosis, Rule } from './known-mistakes/rule';
import { theCommand } from './known-mistakes/the-command';

/** The first match wins, so more specific rules come first. */
const RULES: readonly Rule[] = [...frames, ...requests, ...connections, ...theCommand];

/** A case that failed: its id and the lines of its report. */
export interface FailedCase {
  readonly id: string;
  readonly story: readonly string[];
}

/** The known mistake that explains these failures of one stage, if any. */
export function diagnose(failed: readonly FailedCase[]): Diagnosis | undefined {
  const stories = new Map(failed.map(({ id, story }) => [id, story]));
  return RULES.find(({ fails, passes = [], seen }) => {
    const [first = ''] = fails;
    return (
      fails.every((id) => stories.has(id)) &&
      !passes.some((id) => stories.has(id)) &&
      (seen === undefined || (stories.get(first) ?? []).some((line) => seen.test(line)))
    );
  });
}
