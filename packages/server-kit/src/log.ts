// The log of a server command: one event of a connection a line, on standard error
// (clause 14.4).

import { writeSync } from 'node:fs';

/** Writes one line. No call is affected when the log cannot be written. */
export type Log = (line: string) => void;

const STDERR = 2;
/** A full pipe is retried this many times, 1 ms apart: its reader may only be busy. */
const TRIES = 500;

/**
 * A log on standard error, or one that is silent. Each line is written at once by
 * write(2), so that a process that blocks or has just forked logs like any other.
 */
export function createLog(options: { readonly quiet: boolean }): Log {
  if (options.quiet) return () => undefined;
  let isRead = true;
  return (line) => {
    // A pipe that is never read costs the wait once: then each line is tried once, until
    // one is taken.
    isRead = write(`${oneLine(line)}\n`, isRead ? TRIES : 1);
  };
}

/**
 * @returns false when standard error is closed or is a pipe that is never read: the
 *   server goes on
 */
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

/** Nothing ever notifies a wait on it. */
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/** Text from outside may hold line breaks and terminal escapes; a log line must not. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is replaced here
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
