// The encoder's position in a message, for its errors (chapter 05).

import type { Value } from './message';

export interface Where {
  readonly outer: Where | undefined;
  /** A field's name, or an index. */
  readonly name: string | number;
  readonly depth: number;
  readonly maxDepth: number;
}

export const top = (maxDepth: number): Where => ({
  outer: undefined,
  name: '',
  depth: 0,
  maxDepth,
});

export const within = (outer: Where, name: string | number): Where => ({
  outer,
  name,
  depth: outer.depth,
  maxDepth: outer.maxDepth,
});

/**
 * Enters a nested message.
 * @throws RangeError beyond the depth limit, and therefore for an object that contains
 *   itself
 */
export function deeper(where: Where): Where {
  const { outer, name, depth, maxDepth } = where;
  if (depth < maxDepth) return { outer, name, depth: depth + 1, maxDepth };
  throw new RangeError(`${pathOf(where).slice(0, 100)}…: nested deeper than ${maxDepth}`);
}

export function mismatch(expected: string, value: Value, where: Where): TypeError {
  return new TypeError(
    `${pathOf(where) || 'the message'}: expected ${expected}, got ${show(value)}`,
  );
}

function pathOf({ outer, name }: Where): string {
  const before = outer === undefined ? '' : pathOf(outer);
  if (typeof name === 'number') return `${before}[${name}]`;
  return before === '' ? name : `${before}.${name}`;
}

function show(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object') return typeof value === 'symbol' ? 'a symbol' : String(value);
  if (Array.isArray(value)) return 'an array';
  return value.constructor === Object ? 'an object' : 'another object';
}
