// The log of a server command: one line on standard error for each event of a connection
// (clause 14.4).

import { writeSync } from 'node:fs';

/** Writes one line. If it cannot be written, no call is affected. */
export type Log = (line: string) => void;

const STDERR = 2;
/** A full pipe is retried this many times, 1 ms apart, because its reader may be busy. */
const TRIES = 500;

/**
 * A log on standard error, or a silent one. Each line is written at once with write(2),
 * so a process that blocks or has just forked can log too.
 */
export function createLog(options: { readonly quiet: boolean }): Log {
  if (options.quiet) return () => undefined;
  let hasReader = true;
  return (line) => {
    // Wait only once for a pipe that is never read. After that, try each line once until
    // one can be written.
    hasReader = write(`${oneLine(line)}\n`, hasReader ? TRIES : 1);
  };
}

/** @returns false if standard error is closed, or is a full pipe that is not read */
function write(line: string, tries: number): boolean {
  for (let left = tries; left > 0; left--) {
    try {
      writeSync(STDERR, line);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return false;
      if (left > 1) Atomics.wait(PAUSE, 0, 0, 1);
    }
  }
  return false;
}

/** Never notified, so a wait on it lasts as long as its timeout. */
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/**
 * Text from a client may contain line breaks and terminal escapes; a log line must not.
 */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is replaced here
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
