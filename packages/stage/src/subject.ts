// The one seam through which a chapter's tests reach what they judge.

import { resolve } from 'node:path';

/** The folder that is judged: the learner's one, if BYTES_UP_SUBJECT names it, or else the chapter's own `src`. */
export function subjectFolder(own: string): string {
  return resolve(process.env['BYTES_UP_SUBJECT'] ?? own);
}
