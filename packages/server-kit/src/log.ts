// The log of a server command: one event of a connection a line, on standard error (clause 14.4).

import { writeSync } from 'node:fs';

/** Writes one line. A log that cannot be written costs nobody a call. */
export type Log = (line: string) => void;

const STDERR = 2;
/** A full pipe is tried again so often, a millisecond apart: whoever reads it may only be busy. */
const TRIES = 500;

/**
 * A log on standard error, or one that says nothing.
 * Lines are written at once by write(2), so that a process that blocks or has just forked logs like any other.
 */
export function createLog(options: { readonly quiet: boolean }): Log {
  if (options.quiet) return () => undefined;
  let isRead = true;
  return (line) => {
    // A pipe that nobody empties costs the wait once: from then on a line is tried once, until one is taken.
    isRead = write(`${oneLine(line)}\n`, isRead ? TRIES : 1);
  };
}

/** @returns whether it was written. If not, standard error is closed, or a pipe that nobody empties: the server goes on. */
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

/** Nobody ever wakes who waits on it. */
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/** What came from outside may hold line breaks and terminal escapes; a log line holds neither. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is replaced here
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
