// Equality of JSON values, member by member, and a short way to show one. A member named
// __proto__ is data here (clause 5.5).

/**
 * Where two values first differ, as a path such as `result.code`; undefined when they are
 * equal.
 */
export function firstDifference(expected: unknown, came: unknown, path = ''): string | undefined {
  if (Object.is(expected, came)) return undefined;
  if (!isContainer(expected) || !isContainer(came)) return path === '' ? 'the value' : path;
  if (Array.isArray(expected) !== Array.isArray(came)) return path === '' ? 'the value' : path;
  for (const name of new Set([...Object.keys(expected), ...Object.keys(came)])) {
    const inner = path === '' ? name : `${path}.${name}`;
    if (!Object.hasOwn(expected, name) || !Object.hasOwn(came, name)) return inner;
    const difference = firstDifference(member(expected, name), member(came, name), inner);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** A value as short JSON. */
export function show(value: unknown, maxCharacters = 160): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > maxCharacters
    ? `${text.slice(0, maxCharacters)}… (${text.length} characters)`
    : text;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/**
 * An own member, also one that is named __proto__ (JSON.parse makes it an own one, and
 * reading it so finds it).
 */
function member(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
