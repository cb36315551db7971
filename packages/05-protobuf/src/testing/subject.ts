// The seam of chapter 05's tests: they reach the plain codec through `subject()`.
// With BYTES_UP_SUBJECT = the path of a module, its exports replace ours by name, so the same tests judge a learner's file.

import { resolve } from 'node:path';
import { decodeMessage } from '../decode';
import { encodeMessage } from '../encode';

const own = { decodeMessage, encodeMessage };

/** The codec under test. What the learner's module does not export is taken from this package. */
export function subject(): typeof own {
  const path = process.env['BYTES_UP_SUBJECT'];
  if (path === undefined || path === '') return own;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  return { ...own, ...(require(resolve(path)) as Partial<typeof own>) };
}
