// Writes to standard error so that a reader that is slow, or reads nothing, does not stop
// a server.

import { writeSync } from 'node:fs';
import { poll, POLLOUT, UnsupportedCallError } from '@bytes-up/posix';

const STDERR = 2;
/** A full pipe is retried this many times, 1 ms apart, because its reader may be busy. */
const TRIES = 500;
/** At most 4,096 bytes: a pipe with room takes that many without blocking. */
const PIECES = /[^]{1,1024}/gu;

/**
 * Returns a function that writes text at once with write(2), so that a process that
 * blocks or has just forked can use it too. What cannot be written is dropped.
 */
export function standardError(): (text: string) => void {
  let hasReader = true;
  return (text) => {
    // Wait only once for a pipe that is never read. After that, try each text once until
    // one can be written.
    const tries = hasReader ? TRIES : 1;
    hasReader = (text.match(PIECES) ?? []).every((piece) => write(piece, tries));
  };
}

/** @returns false if standard error is closed, or is a full pipe that is not read */
function write(text: string, tries: number): boolean {
  for (let left = tries; left > 0; left--) {
    try {
      if (hasRoom()) {
        writeSync(STDERR, text);
        return true;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return false;
    }
    if (left > 1) Atomics.wait(PAUSE, 0, 0, 1);
  }
  return false;
}

/**
 * Most pipes and terminals block: a write to a full one waits for its reader. They cannot
 * be made non-blocking here, because other processes may use them too. Node cannot ask
 * whether there is room, so on other systems than Linux the write waits.
 */
function hasRoom(): boolean {
  try {
    // or it is closed: the write fails
    return poll([{ fd: STDERR, events: POLLOUT }], 0) > 0;
  } catch (error) {
    if (error instanceof UnsupportedCallError) return true;
    throw error;
  }
}

/** Never notified, so a wait on it lasts as long as its timeout. */
const PAUSE = new Int32Array(new SharedArrayBuffer(4));
