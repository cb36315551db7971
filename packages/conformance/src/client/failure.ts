// How a case says that the server broke a clause: what was expected, what came, and the
// first byte that differs.

import { hex } from './bytes';

/** Bytes on each side of the caret that are shown. */
const CONTEXT_BYTES = 12;

export interface FailureDetails {
  readonly expected: string;
  readonly came: string;
  /**
   * Where bytes can be compared: both sides, shown with a caret under the first that
   * differs.
   */
  readonly bytes?: { readonly expected: Uint8Array; readonly came: Uint8Array };
}

/**
 * The server broke a clause. Any other error that a case throws is the suite's own fault.
 */
export class CaseFailure extends Error {
  override readonly name = 'CaseFailure';
  readonly details: FailureDetails;

  constructor(details: FailureDetails) {
    super(`expected ${details.expected}, but ${details.came}`);
    this.details = details;
  }

  /** The lines of a report: expected, came, and the bytes with the caret. */
  lines(): string[] {
    const { expected, came, bytes } = this.details;
    const lines = [`expected  ${expected}`, `came      ${came}`];
    return bytes === undefined ? lines : [...lines, ...caretLines(bytes.expected, bytes.came)];
  }
}

/** @throws CaseFailure always; for use as an expression. */
export function fail(expected: string, came: string): never {
  throw new CaseFailure({ expected, came });
}

/** @throws CaseFailure unless the condition holds. */
export function check(condition: boolean, expected: string, came: string): asserts condition {
  if (!condition) fail(expected, came);
}

/** Both sides as hex around the first difference, and a caret under it. */
export function caretLines(expected: Uint8Array, came: Uint8Array): string[] {
  const at = firstDifference(expected, came);
  const from = Math.max(0, at - CONTEXT_BYTES);
  const dots = from > 0 ? '… ' : '';
  const cut = (bytes: Uint8Array): string =>
    dots +
    hex(bytes.subarray(from, at + CONTEXT_BYTES)) +
    (bytes.length > at + CONTEXT_BYTES ? ' …' : '');
  const indent = ' '.repeat('expected  '.length + dots.length + (at - from) * 3);
  return [
    `expected  ${cut(expected)}`,
    `came      ${cut(came)}`,
    `${indent}^^ byte ${at} is the first that differs`,
  ];
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) if (a[at] !== b[at]) return at;
  return shorter;
}
