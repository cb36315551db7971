// What happens when a server runs out of descriptors, memory or processes. Chapters 08 to
// 14.

import type { Log } from '../log/log';

/**
 * The error codes of a shortage. EMFILE: this process has no free descriptor; ENFILE: the
 * system has none. ENOBUFS, ENOMEM: the kernel has no memory. EAGAIN: no process or
 * thread is left (`man 2 fork`). The EAGAIN of a call that would block never gets here.
 */
const CODES = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EAGAIN', 'ETOOMANYREFS']);
/** Node's codes for a thread that could not be started. */
CODES.add('ERR_WORKER_INIT_FAILED').add('ERR_WORKER_OUT_OF_MEMORY');

/** Whether the machine ran out of something, so a later retry can succeed. */
export function isShortage(error: unknown): error is Error {
  return error instanceof Error && CODES.has((error as NodeJS.ErrnoException).code ?? '');
}

/**
 * A shortage can end and come back with each connection that closes, so it is logged only
 * once in this many milliseconds.
 */
const LOG_EVERY_MS = 60_000;

/** Logs a shortage once instead of at each retry. */
export class Shortage {
  #nextLogAtMs = -Infinity;

  /** @param consequence the end of the log line: `new clients wait` */
  constructor(
    private readonly log: Log,
    private readonly consequence: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws the error if it is not a shortage */
  note(error: unknown): void {
    if (!isShortage(error)) throw error;
    const nowMs = this.now();
    if (nowMs >= this.#nextLogAtMs) this.log(`${error.message}; ${this.consequence}`);
    this.#nextLogAtMs = nowMs + LOG_EVERY_MS;
  }
}
