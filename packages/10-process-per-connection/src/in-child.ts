// What a child that serves with blocking calls needs in place of its parent's context:
// its own stop flag, and its name in the log.

import { getpid, interruptEachTime, sigpending } from '@bytes-up/posix';
import { graceOfWorker, StopFlag, WAKE_UP, type BlockingContext } from '@bytes-up/server-kit';

/** The context in a child. To be called in the child. */
export function inChild(context: BlockingContext): BlockingContext {
  const stop = stopWithParent(graceOfWorker(context.limits.graceMs));
  return { ...context, stop, who: `process ${getpid()} ` };
}

/**
 * A stop flag for a child in which SIGTERM is blocked (children.ts). The signal stays
 * pending, once, however often it is sent, and that is the flag: it never interrupts a
 * call.
 */
// #region stop
export function stopWithParent(graceMs: number): StopFlag {
  interruptEachTime(WAKE_UP); // a blocked signal interrupts nothing
  return new StopFlag(graceMs, () => sigpending().includes('SIGTERM'));
}
// #endregion stop
