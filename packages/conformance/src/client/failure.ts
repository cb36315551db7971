// How a case reports that the server broke a clause: what was expected, what it got, and
// the first byte that differs.

import { hex } from './bytes';

/** Bytes shown on each side of the caret. */
const CONTEXT_BYTES = 12;

export interface FailureDetails {
  readonly expected: string;
  readonly got: string;
  /** Both sides as bytes, to show a caret under the first that differs. */
  readonly bytes?: { readonly expected: Uint8Array; readonly got: Uint8Array };
}

/**
 * The server broke a clause. Any other error that a case throws is a bug of the suite.
 */
export class CaseFailure extends Error {
  override readonly name = 'CaseFailure';
  readonly details: FailureDetails;

  constructor(details: FailureDetails) {
    super(`expected ${details.expected}, got ${details.got}`);
    this.details = details;
  }

  /** The lines of a report: expected, got, and the bytes with the caret. */
  lines(): string[] {
    const { expected, got, bytes } = this.details;
    const lines = [`expected  ${expected}`, `got       ${got}`];
    return bytes === undefined ? lines : [...lines, ...caretLines(bytes.expected, bytes.got)];
  }
}

/** Can be used as an expression. @throws CaseFailure always */
export function fail(expected: string, got: string): never {
  throw new CaseFailure({ expected, got });
}

/** Words for a failure, or a function that finds them once there is one. */
export type Words = string | (() => string);

export function wordsOf(words: Words): string {
  return typeof words === 'string' ? words : words();
}

/**
 * @param got a function if it is checked often, or shows a large value
 * @throws CaseFailure unless the condition holds.
 */
export function check(condition: boolean, expected: string, got: Words): asserts condition {
  if (!condition) fail(expected, wordsOf(got));
}

/** Both sides as hex around the first difference, and a caret under it. */
export function caretLines(expected: Uint8Array, got: Uint8Array): string[] {
  const at = firstDifference(expected, got);
  const from = Math.max(0, at - CONTEXT_BYTES);
  const dots = from > 0 ? '… ' : '';
  const cut = (bytes: Uint8Array): string =>
    dots +
    hex(bytes.subarray(from, at + CONTEXT_BYTES)) +
    (bytes.length > at + CONTEXT_BYTES ? ' …' : '');
  const indent = ' '.repeat('expected  '.length + dots.length + (at - from) * 3);
  return [
    `expected  ${cut(expected)}`,
    `got       ${cut(got)}`,
    `${indent}^^ byte ${at} is the first that differs`,
  ];
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) if (a[at] !== b[at]) return at;
  return shorter;
}
