// Tells a failure as the course shows failures: what the conformance suite found, and
// what the program printed.

import { findPlace, findThrown, toHex, type Failure } from '@bytes-up/testkit';
import type { Result } from '../run/result';

/** Longer answers are described, not shown as bytes. */
const MAX_SHOWN_BYTES = 1_024;

/** @param file the learner's file, absolute */
export function explain({ failure, reason = '', story = [] }: Result, file: string): Failure {
  const lines = story.map((line) => line.trim());
  const sent = lines.filter((line) => line.includes(' → ')).at(-1);
  const printed = lines.slice(lines.indexOf('standard error, last lines:') + 1);
  const given = sent?.replace(/^.* → /, '');
  const { expected = 'what the clause says', got = reason, bytes } = failure ?? {};
  const told: Failure = {
    ...(given !== undefined && { given }),
    expected,
    came: got,
    ...(bytes !== undefined &&
      Math.max(bytes.expected.length, bytes.got.length) <= MAX_SHOWN_BYTES && {
        bytes: { expected: toHex(bytes.expected), came: toHex(bytes.got) },
      }),
  };
  return withThrown(told, printed.join('\n'), file);
}

/** An exception that ended the program is the cause of all that the client saw. */
export function withThrown(failure: Failure, printed: string, file: string): Failure {
  const thrown = findThrown(printed);
  if (thrown === undefined) return failure;
  const at = findPlace(printed, file);
  return {
    ...failure,
    came: `${failure.came}; your program printed "${thrown}"`,
    ...(at !== undefined && { at }),
  };
}
