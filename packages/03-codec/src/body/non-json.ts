// Finds values that JSON cannot represent (chapter 03). JSON.stringify silently drops or
// changes some of them and throws at others. An error is better than a result that
// arrives as something else.

/**
 * A value that JSON cannot represent, and its path: `result.users[3].born is a Date`.
 */
export interface NonJson {
  readonly path: string;
  readonly what: string;
}

/**
 * The first value that is not JSON, or that is nested deeper than `maxDepth`, as every
 * cycle is. Undefined if there is none.
 */
export function findNonJson(value: unknown, maxDepth: number): NonJson | undefined {
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

function inArray(values: readonly unknown[], maxDepth: number): NonJson | undefined {
  for (let i = 0; i < values.length; i++) {
    const found = findNonJson(values[i], maxDepth);
    if (found !== undefined) return { path: `[${i}]${found.path}`, what: found.what };
  }
  return undefined;
}

function inObject(value: object, maxDepth: number): NonJson | undefined {
  if (!isPlain(value)) return { path: '', what: `is a ${className(value)}` };
  for (const name of Object.keys(value)) {
    const found = findNonJson((value as Record<string, unknown>)[name], maxDepth);
    if (found !== undefined)
      return { path: `.${name.slice(0, 40)}${found.path}`, what: found.what };
  }
  return undefined;
}

/**
 * True for objects made by a literal, by JSON.parse or by Object.create(null): they have
 * no prototype, or one that ends the chain.
 */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function className(value: object): string {
  const maker: unknown = (value as { constructor?: unknown }).constructor;
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'class instance';
}
