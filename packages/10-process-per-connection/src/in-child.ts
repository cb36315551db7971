// What a child that serves with blocking calls needs instead of its parent's things: its own stop, and its name in the log.

import { getpid, interruptEachTime, sigpending } from '@bytes-up/posix';
import { contextFor, StopFlag, WAKE_UP, type BlockingContext } from '@bytes-up/single-thread-sync';

/** The parent's time minus what it takes to notice: children are done before the parent loses patience. */
const SHARE_OF_GRACE = 0.9;

/** The context in a child. To be called in the child. */
export function inChild({ options }: BlockingContext): BlockingContext {
  const stop = stopWithParent(options.limits.graceMs * SHARE_OF_GRACE);
  return contextFor(options, stop, `process ${getpid()} `);
}

/**
 * A stop flag for a child in which SIGTERM is held back (children.ts). The signal stays pending, once, however often and by
 * whomever it is sent, and that is the flag: it never cuts a call.
 */
// #region stop
export function stopWithParent(graceMs: number): StopFlag {
  interruptEachTime(WAKE_UP); // a signal that is held back interrupts nothing
  return new StopFlag(() => sigpending().includes('SIGTERM'), graceMs);
}
// #endregion stop
