// What JSON can say (chapter 03). JSON.stringify drops or changes what it cannot say, in
// silence, or throws; a result that arrives as something else is worse than an error.

/**
 * A value that JSON cannot say, and where it stands: `result.users[3].born is a Date`.
 */
export interface Unsayable {
  readonly path: string;
  readonly what: string;
}

/**
 * Finds the first value that is not JSON, or nested deeper than `maxDepth` (a cycle is);
 * undefined when all of it is fine.
 */
export function findUnsayable(value: unknown, maxDepth: number): Unsayable | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : { path: '', what: `is ${value}` };
    case 'object':
      if (value === null) return undefined;
      if (maxDepth <= 0) return { path: '', what: 'is nested too deep, or contains itself' };
      return Array.isArray(value)
        ? inArray(value as readonly unknown[], maxDepth - 1)
        : inObject(value, maxDepth - 1);
    case 'undefined':
      return { path: '', what: 'is undefined' };
    case 'bigint':
    case 'function':
    case 'symbol':
      return { path: '', what: `is a ${typeof value}` };
  }
}

function inArray(values: readonly unknown[], maxDepth: number): Unsayable | undefined {
  for (let i = 0; i < values.length; i++) {
    const found = findUnsayable(values[i], maxDepth);
    if (found !== undefined) return { path: `[${i}]${found.path}`, what: found.what };
  }
  return undefined;
}

function inObject(value: object, maxDepth: number): Unsayable | undefined {
  if (!isPlain(value)) return { path: '', what: `is a ${className(value)}` };
  for (const name of Object.keys(value)) {
    const found = findUnsayable((value as Record<string, unknown>)[name], maxDepth);
    if (found !== undefined)
      return { path: `.${name.slice(0, 40)}${found.path}`, what: found.what };
  }
  return undefined;
}

/**
 * Made by braces, JSON.parse or Object.create(null): its prototype is the end of the
 * chain, or there is none.
 */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function className(value: object): string {
  const maker: unknown = (value as { constructor?: unknown }).constructor;
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'class instance';
}
