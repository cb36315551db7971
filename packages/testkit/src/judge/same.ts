// Whether a learner's value is the expected one. The members of an object count, and not
// how it was made: by hand, by a class, with getters or without a prototype. A member
// that is undefined is the same as none: JSON makes no difference either.

import { isDeepStrictEqual } from 'node:util';

/** An object with members by name, whatever its prototype. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * @param expected plain data: it decides how deep the comparison goes, so `came` may be
 *   anything, even an object that contains itself
 * @throws whatever a getter of `came` throws
 */
export function isSame(expected: unknown, came: unknown): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(came) &&
      came.length === expected.length &&
      expected.every((item, at) => isSame(item, came[at]))
    );
  }
  if (!hasMembers(expected)) return isDeepStrictEqual(expected, came);
  return (
    hasMembers(came) &&
    Object.keys(expected).every((name) => isSame(expected[name], came[name])) &&
    Object.keys(came).every((name) => Object.hasOwn(expected, name) || came[name] === undefined)
  );
}

/** False for an array, a map, a date, an error, bytes or a promise. */
export function hasMembers(value: unknown): value is Members {
  return Object.prototype.toString.call(value) === '[object Object]';
}
