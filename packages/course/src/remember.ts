// Marks a step as done. If that fails, for instance in a read-only folder, the course
// goes on.

import type { Chapter } from './chapters';
import type { Context } from './context';
import { markDone, type Step } from './progress';

export function remember(
  context: Pick<Context, 'progressFile' | 'warn'>,
  chapter: Chapter,
  step: Step,
): void {
  keep(context, () => markDone(context.progressFile, chapter, step));
}

/** Writes to the progress file, and warns if that fails. */
export function keep(context: Pick<Context, 'progressFile' | 'warn'>, write: () => void): void {
  try {
    write();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    context.warn(`your progress is not saved: ${context.progressFile}: ${reason}\n`);
  }
}
