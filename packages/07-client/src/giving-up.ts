// The two ways in which a caller stops waiting (chapter 07): its time is up, or it has changed its mind.

/** How long somebody waits, in milliseconds, and what ends the waiting before. Either may be missing. */
export interface Patience {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type GivenUp = (
  code: 'DEADLINE_EXCEEDED' | 'CANCELLED',
  why: string,
  cause?: unknown,
) => void;

/** The longest time that a timer of Node can count, 24.8 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

// #region giving-up
/**
 * Calls `end` once when either happens: later, never before this has returned.
 * @param missing what was waited for, for the error: `no answer`
 * @returns what takes both away, when the waiting has ended otherwise
 */
export function whenGivenUp(
  { timeoutMs = Infinity, signal }: Patience,
  missing: string,
  end: GivenUp,
): () => void {
  let isOver = false;
  const release = (): void => {
    isOver = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
  const finish: GivenUp = (...how) => {
    if (isOver) return;
    release();
    end(...how);
  };
  const onTime = (): void =>
    finish('DEADLINE_EXCEEDED', `${missing} within ${Math.round(timeoutMs)} ms`);
  const onAbort = (): void => finish('CANCELLED', 'the caller has given up', signal?.reason);
  const timer =
    timeoutMs === Infinity ? undefined : setTimeout(onTime, Math.min(timeoutMs, MAX_TIMER_MS));
  if (signal?.aborted === true) queueMicrotask(onAbort);
  else signal?.addEventListener('abort', onAbort, { once: true });
  return release;
}
// #endregion giving-up
