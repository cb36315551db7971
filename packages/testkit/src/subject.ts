// The one seam through which a chapter's tests reach what they judge.

import { resolve } from 'node:path';

/** The folder that is judged: the learner's one, if BYTES_UP_SUBJECT names it, or else the chapter's own `src`. */
export function subjectFolder(own: string): string {
  return resolve(process.env['BYTES_UP_SUBJECT'] ?? own);
}

/** What is judged of a chapter that is no server: its own exports, and in their place those of the learner's module of the same names. */
export function subjectExports<Exports extends object>(own: Exports): Exports {
  const path = process.env['BYTES_UP_SUBJECT'];
  if (path === undefined || path === '') return own;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  return { ...own, ...(require(resolve(path)) as Partial<Exports>) };
}
