// Tells a failure of the conformance suite as the course shows failures.

import type { Result } from '@bytes-up/conformance';
import { toHex, type Failure } from '@bytes-up/testkit';

/** Longer answers are described, not shown as bytes. */
const MAX_SHOWN_BYTES = 1_024;

export function explain({ failure, reason = '', story = [] }: Result): Failure {
  const lines = story.map((line) => line.trim());
  const sent = lines.filter((line) => line.includes(' → ')).at(-1);
  // An exception that ended the program is the cause of all that the client saw.
  const printed = lines.slice(lines.indexOf('standard error, last lines:') + 1);
  const thrown = printed.find((line) => /^(?:\w*Error|Error \[\w+\]): /.test(line));
  const given = sent?.replace(/^.* → /, '');
  const { expected = 'what the clause says', got = reason, bytes } = failure ?? {};
  return {
    ...(given !== undefined && { given }),
    expected,
    came: thrown === undefined ? got : `${got}; your program printed "${thrown}"`,
    ...(bytes !== undefined &&
      Math.max(bytes.expected.length, bytes.got.length) <= MAX_SHOWN_BYTES && {
        bytes: { expected: toHex(bytes.expected), came: toHex(bytes.got) },
      }),
  };
}
