// Two runners of the course may write the progress file at the same time: a watch in one
// terminal, `verify` in another. Each reads the file, adds a line and replaces it, so
// without a lock one of them would undo what the other has just added.

import { closeSync, openSync, rmSync } from 'node:fs';

/** Between two looks at a lock that another runner holds, in milliseconds. */
const LOOK_EVERY_MS = 5;
/** It is held for a moment. One that is older was left behind by a runner that died. */
const AT_MOST_MS = 2_000;

/**
 * Runs `change` while no other runner changes the file.
 * @throws what `change` throws, and the system's error if there can be no lock
 */
export function locked(file: string, change: () => void): void {
  const lock = `${file}.lock`;
  const endsAtMs = performance.now() + AT_MOST_MS;
  while (!isTaken(lock) && performance.now() < endsAtMs) sleep(LOOK_EVERY_MS);
  try {
    change();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether this process has the lock now: only one can create the file. */
function isTaken(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
