// The log of a server command: one line on standard error for each event of a connection
// (clause 14.4).

import { standardError } from './standard-error';

/** Writes one line. If it cannot be written, no call is affected. */
export type Log = (line: string) => void;

/** A log on standard error, or a silent one. */
export function createLog(options: { readonly quiet: boolean }): Log {
  if (options.quiet) return () => undefined;
  const write = standardError();
  return (line) => write(`${oneLine(line)}\n`);
}

/**
 * Text from a client may contain line breaks and terminal escapes; a log line must not.
 */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is replaced here
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
