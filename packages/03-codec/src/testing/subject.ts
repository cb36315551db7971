// The seam of chapter 03's tests: they get everything through `subject()`. If
// BYTES_UP_SUBJECT is the path of a module, its exports replace ours by name, so the same
// tests run against a learner's file.

import { resolve } from 'node:path';
import * as own from '../index';

export type Codec = typeof own;

/**
 * The codec under test. For whatever the learner's module does not export, this package's
 * version is used.
 */
export function subject(): Codec {
  const path = process.env['BYTES_UP_SUBJECT'];
  if (path === undefined || path === '') return own;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  return { ...own, ...(require(resolve(path)) as Partial<Codec>) };
}
