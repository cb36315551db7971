// Writes a text to standard output, and reports whether the reader read all of it.

import { fstatSync } from 'node:fs';
import { lazy } from '../lazy';

/** The smallest pipe that Linux makes is one page of memory. */
const PIPE_BYTES = 4096;

/**
 * A pipe buffers 64 KiB, a whole page of the course, before its reader reads a byte. A
 * small pipe buffers little more than the reader has read, so `read 3 | head` ends with
 * EPIPE.
 * @returns false when the reader closed its end first
 */
export function writeWhole(
  stdout: Pick<typeof process.stdout, 'fd' | 'write'>,
  text: string,
): Promise<boolean> {
  if (process.platform === 'linux' && fstatSync(stdout.fd).isFIFO()) makeSmall(stdout.fd);
  return new Promise((resolve) => {
    stdout.write(text, (error) => resolve(error === null || error === undefined));
  });
}

function makeSmall(fd: number): void {
  const { fcntl, F_SETPIPE_SZ } = lazy.posix();
  try {
    fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES);
  } catch {
    // EBUSY: it already holds more than that. It keeps its size.
  }
}
