// The context of a child that serves with blocking calls. It differs from its parent's in
// the stop flag and in the name for the log.

import { getpid, interruptEachTime, sigpending } from '@bytes-up/posix';
import { workerGraceMs, StopFlag, WAKE_UP, type BlockingContext } from '@bytes-up/server-kit';

/** The child's context. Call this in the child. */
export function inChild(context: BlockingContext): BlockingContext {
  const stop = stopWithParent(workerGraceMs(context.limits.graceMs));
  return { ...context, stop, who: `process ${getpid()} ` };
}

/**
 * A stop flag for a child in which SIGTERM is blocked (children.ts). A blocked signal
 * stays pending, and that is the flag. It cannot interrupt a call, so WAKE_UP does.
 */
// #region stop
export function stopWithParent(graceMs: number): StopFlag {
  interruptEachTime(WAKE_UP);
  return new StopFlag(graceMs, () => sigpending().includes('SIGTERM'));
}
// #endregion stop
