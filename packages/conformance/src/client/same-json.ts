// Compares JSON values member by member, and shows one in short. A member named __proto__
// is data here (clause 5.5).

/** The path of the first difference, such as `result.code`; undefined if equal. */
export function firstDifference(expected: unknown, got: unknown, path = ''): string | undefined {
  if (expected === got) return undefined; // 0 and -0 are equal as doubles (12.1)
  if (!isContainer(expected) || !isContainer(got)) return path === '' ? 'the value' : path;
  if (Array.isArray(expected) !== Array.isArray(got)) return path === '' ? 'the value' : path;
  for (const name of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    const inner = path === '' ? name : `${path}.${name}`;
    if (!Object.hasOwn(expected, name) || !Object.hasOwn(got, name)) return inner;
    const difference = firstDifference(member(expected, name), member(got, name), inner);
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

/** An own member, even one named __proto__, which JSON.parse defines as an own one. */
function member(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
