// The log of a server command: one event of a connection a line, on standard error (clause 14.4).

import { writeSync } from 'node:fs';

/** Writes one line. A log that cannot be written costs nobody a call. */
export type Log = (line: string) => void;

const STDERR = 2;

/**
 * A log on standard error, or one that says nothing.
 * Lines are written at once by write(2), so that a process that blocks or has just forked logs like any other.
 */
export function createLog(options: { readonly quiet: boolean }): Log {
  if (options.quiet) return () => undefined;
  return (line) => {
    try {
      writeSync(STDERR, `${oneLine(line)}\n`);
    } catch {
      // Standard error is closed, or a pipe that nobody empties: the server goes on.
    }
  };
}

/** What came from outside may hold line breaks and terminal escapes; a log line holds neither. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is replaced here
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
