// Where two values differ, if they are too long to show completely.

import { hasMembers, isSame, type Members } from './same';

export interface Difference {
  /** `result.items[3]`; empty for the values themselves. */
  readonly at: string;
  readonly expected: unknown;
  readonly came: unknown;
}

/** The first place at which two unequal values differ. */
export function firstDifference(expected: unknown, came: unknown, at = ''): Difference {
  if (isParent(expected) && isParent(came) && Array.isArray(expected) === Array.isArray(came)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(came)])) {
      const [wanted, got] = [expected[key], came[key]];
      if (!isSame(wanted, got))
        return firstDifference(wanted, got, below(at, key, Array.isArray(expected)));
    }
  }
  return { at, expected, came };
}

/** The first index at which two strings, or two buffers, differ. */
export function firstIndex<T extends ArrayLike<unknown>>(some: T, others: T): number {
  let at = 0;
  while (at < some.length && some[at] === others[at]) at++;
  return at;
}

function isParent(value: unknown): value is Members {
  return Array.isArray(value) || hasMembers(value);
}

function below(at: string, key: string, isArray: boolean): string {
  if (isArray) return `${at}[${key}]`;
  return at === '' ? key : `${at}.${key}`;
}
