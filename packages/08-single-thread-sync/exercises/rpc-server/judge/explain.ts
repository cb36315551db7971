// Tells a failure of the conformance suite as the judge tells failures.

import type { Failure } from '@bytes-up/testkit';

/** From the lines of the suite's report, and its reason in one line. */
export function explain(story: readonly string[], reason: string): Failure {
  const lines = story.map((line) => line.trim());
  const begins = lines.indexOf('transcript:');
  const told = (label: string): string[] =>
    lines
      .slice(0, begins < 0 ? undefined : begins)
      .flatMap((line) => (line.startsWith(label) ? [line.slice(label.length).trim()] : []));
  const [expected = 'what the clause says', expectedBytes] = told('expected ');
  const [came = reason, cameBytes] = told('came ');
  const sent = lines
    .slice(begins)
    .filter((line) => line.includes(' → '))
    .at(-1);
  // An exception that ended the program is the cause of all that the client saw.
  const printed = lines.slice(lines.indexOf('standard error, last lines:') + 1);
  const thrown = printed.find((line) => /^(?:\w*Error|Error \[\w+\]): /.test(line));
  const given = sent?.replace(/^.* → /, '');
  return {
    ...(given !== undefined && { given }),
    expected,
    came: thrown === undefined ? came : `${came}; your program printed "${thrown}"`,
    ...(expectedBytes !== undefined &&
      cameBytes !== undefined &&
      isHex(expectedBytes) &&
      isHex(cameBytes) && { bytes: { expected: expectedBytes, came: cameBytes } }),
  };
}

function isHex(text: string): boolean {
  return /^[0-9A-Fa-f]{2}( [0-9A-Fa-f]{2})*$/.test(text);
}
