// The seam of chapter 03's tests: they reach everything through `subject()`. With
// BYTES_UP_SUBJECT = the path of a module, its exports replace ours by name, so the same
// tests judge a learner's file.

import { resolve } from 'node:path';
import * as own from '../index';

export type Codec = typeof own;

/**
 * The codec under test. What the learner's module does not export is taken from this
 * package.
 */
export function subject(): Codec {
  const path = process.env['BYTES_UP_SUBJECT'];
  if (path === undefined || path === '') return own;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  return { ...own, ...(require(resolve(path)) as Partial<Codec>) };
}
