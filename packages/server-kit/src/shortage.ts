// A limit of the machine that a server reaches: no descriptor, no memory, no process
// left. Chapters 08 to 14.

import type { Log } from './log';

/**
 * The errno names of it. EMFILE: this process has no descriptor left; ENFILE: the system
 * has none. ENOBUFS, ENOMEM: no memory in the kernel. EAGAIN: no process or thread (`man
 * 2 fork`), which is never the EAGAIN of a call that would block.
 */
const NAMES = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EAGAIN', 'ETOOMANYREFS']);
/** Node's names for a thread that could not be started. */
NAMES.add('ERR_WORKER_INIT_FAILED').add('ERR_WORKER_OUT_OF_MEMORY');

/** Whether the machine had no room, so that a later retry can succeed. */
export function isShortage(error: unknown): error is Error {
  return error instanceof Error && NAMES.has((error as NodeJS.ErrnoException).code ?? '');
}

/**
 * A shortage comes and goes with each connection that ends, so one line in this time is
 * enough. Milliseconds.
 */
const LOG_EVERY_MS = 60_000;

/** Logs a shortage once, and not again at each retry. */
export class Shortage {
  #nextLogAtMs = -Infinity;

  /** @param consequence the end of the log line: `new clients wait` */
  constructor(
    private readonly log: Log,
    private readonly consequence: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws the error when it is not a shortage */
  note(error: unknown): void {
    if (!isShortage(error)) throw error;
    const nowMs = this.now();
    if (nowMs >= this.#nextLogAtMs) this.log(`${error.message}; ${this.consequence}`);
    this.#nextLogAtMs = nowMs + LOG_EVERY_MS;
  }
}
