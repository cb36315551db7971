// Reads an answer. A string made by `+` is a rope until it is read, and a view of a
// buffer costs nothing until it is used, so a contender whose answers are never read can
// look ten times faster than it is.

/**
 * How many elements of an array or object are read: enough to force the work, few enough
 * not to dominate it.
 */
const MAX_TOUCHED_ITEMS = 10_000;
/** How many levels of nesting are read. */
const MAX_TOUCHED_DEPTH = 64;

/**
 * Reads every string (its middle character, which flattens a rope), every buffer (first
 * and last byte) and every member of an answer. The harness calls it inside the timed
 * loop, for all contenders alike.
 * @returns a number that depends on everything that was read, so that the compiler cannot
 * optimize the reading away
 */
export function touch(value: unknown, depth = 0): number {
  if (typeof value === 'string') {
    return value.length === 0 ? 0 : value.length + value.charCodeAt(value.length >> 1);
  }
  if (typeof value === 'number') return value | 0;
  if (value === null || value === undefined) return 0;
  if (typeof value !== 'object') return 1;
  return depth < MAX_TOUCHED_DEPTH ? touchObject(value, depth) : 0;
}

function touchObject(value: object, depth: number): number {
  if (value instanceof Uint8Array) {
    return value.length + (value[0] ?? 0) + (value[value.length - 1] ?? 0);
  }
  let sum = 0;
  if (Array.isArray(value)) {
    const count = Math.min(value.length, MAX_TOUCHED_ITEMS);
    for (let i = 0; i < count; i++) sum = (sum + touch(value[i], depth + 1)) | 0;
    return sum;
  }
  if (value instanceof Map || value instanceof Set) {
    return touchObject([...value.entries()], depth);
  }
  let count = 0;
  for (const name in value) {
    if (++count > MAX_TOUCHED_ITEMS) break;
    sum = (sum + touch((value as Record<string, unknown>)[name], depth + 1)) | 0;
  }
  return sum;
}
