// Finds the first difference between two answers. The times of contenders that do
// different work must not be compared.

/**
 * How many levels of nesting are compared. A deeper answer, or one that contains itself,
 * is rejected.
 */
const MAX_DEPTH = 256;

/**
 * The first difference of two answers as text (`[3].name: expected "a", got "b"`),
 * undefined if they are equal. Numbers are compared by Object.is; any two views of bytes
 * by their bytes; objects by their own enumerable members, not by their class, because
 * each library has its own classes.
 */
export function firstDifference(expected: unknown, actual: unknown): string | undefined {
  return compareValues(expected, actual, '', 0);
}

function compareValues(
  expected: unknown,
  actual: unknown,
  path: string,
  depth: number,
): string | undefined {
  if (Object.is(expected, actual)) return undefined;
  if (depth > MAX_DEPTH) return at(path, `nested deeper than ${MAX_DEPTH} levels, not compared`);
  if (typeof expected === 'string' && typeof actual === 'string') {
    return compareStrings(expected, actual, path);
  }
  if (ArrayBuffer.isView(expected) && ArrayBuffer.isView(actual)) {
    return compareBytes(bytesOf(expected), bytesOf(actual), path);
  }
  if (expected instanceof Date && actual instanceof Date) {
    return compareValues(expected.getTime(), actual.getTime(), path, depth + 1);
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return compareArrays(expected, actual, path, depth);
  }
  if (expected instanceof Map && actual instanceof Map) {
    return compareArrays([...expected], [...actual], path, depth);
  }
  if (expected instanceof Set && actual instanceof Set) {
    return compareArrays([...expected], [...actual], path, depth);
  }
  if (isPlain(expected) && isPlain(actual)) return compareObjects(expected, actual, path, depth);
  return at(path, `expected ${show(expected)}, got ${show(actual)}`);
}

function compareStrings(expected: string, actual: string, path: string): string | undefined {
  if (expected === actual) return undefined;
  const index = firstMismatch(expected.length, actual.length, (i) => expected[i] === actual[i]);
  const [wanted, got] = [character(expected[index]), character(actual[index])];
  return at(path, `character ${index}: expected ${wanted}, got ${got}`);
}

function compareBytes(expected: Uint8Array, actual: Uint8Array, path: string): string | undefined {
  if (Buffer.compare(expected, actual) === 0) return undefined;
  const index = firstMismatch(expected.length, actual.length, (i) => expected[i] === actual[i]);
  return at(path, `byte ${index}: expected ${hex(expected[index])}, got ${hex(actual[index])}`);
}

function compareArrays(
  expected: readonly unknown[],
  actual: readonly unknown[],
  path: string,
  depth: number,
): string | undefined {
  const common = Math.min(expected.length, actual.length);
  for (let i = 0; i < common; i++) {
    const difference = compareValues(expected[i], actual[i], `${path}[${i}]`, depth + 1);
    if (difference !== undefined) return difference;
  }
  if (expected.length === actual.length) return undefined;
  return at(path, `expected ${expected.length} items, got ${actual.length}`);
}

function compareObjects(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
): string | undefined {
  for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const memberPath = `${path}.${name}`;
    if (!Object.hasOwn(actual, name)) return at(memberPath, 'expected this member, got none');
    if (!Object.hasOwn(expected, name)) return at(memberPath, 'expected no such member, got one');
    const difference = compareValues(expected[name], actual[name], memberPath, depth + 1);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (ArrayBuffer.isView(value) || value instanceof Date) return false;
  return !(value instanceof Map) && !(value instanceof Set);
}

function firstMismatch(a: number, b: number, isEqualAt: (index: number) => boolean): number {
  const common = Math.min(a, b);
  for (let i = 0; i < common; i++) if (!isEqualAt(i)) return i;
  return common;
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function character(text: string | undefined): string {
  return text === undefined ? 'the end' : JSON.stringify(text);
}

function hex(byte: number | undefined): string {
  return byte === undefined ? 'the end' : `0x${byte.toString(16).padStart(2, '0')}`;
}

/** A value in a message: short, and never a whole answer. */
function show(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (typeof value === 'object' && value !== null) return `an object (${value.constructor?.name})`;
  if (typeof value === 'function') return 'a function';
  return Object.is(value, -0) ? '-0' : String(value);
}

function at(path: string, text: string): string {
  return path === '' ? text : `${path}: ${text}`;
}
