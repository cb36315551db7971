// The seam through which a chapter's tests reach the code that they judge.

import { resolve } from 'node:path';

/**
 * The folder to judge: the one that BYTES_UP_SUBJECT names, or the chapter's own `src`.
 */
export function subjectFolder(own: string): string {
  return resolve(process.env['BYTES_UP_SUBJECT'] ?? own);
}

/**
 * The exports to judge of a chapter that is not a server: the chapter's own, replaced by
 * those of the same names in the module that BYTES_UP_SUBJECT names.
 */
export function subjectExports<Exports extends object>(own: Exports): Exports {
  const path = process.env['BYTES_UP_SUBJECT'];
  if (path === undefined || path === '') return own;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  return { ...own, ...(require(resolve(path)) as Partial<Exports>) };
}
