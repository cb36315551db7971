// The two ways in which a caller stops waiting (chapter 07): its time is up, or it has changed its mind.

import { AttemptFailed } from './attempt-failed';

/** How long somebody waits, in milliseconds, and what ends the waiting before. Either may be missing. */
export interface Patience {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

// #region waits
/**
 * Every wait inside a call, and what its caller missed when it ends in vain. Nothing in a
 * call waits in another way, so that each of them ends with the caller's deadline and
 * signal: `every-wait.test.ts` goes through this list.
 */
export const WAITS = {
  connection: 'no connection',
  turn: 'no connection came free',
  check: 'no sign that an idle connection still answers',
  answer: 'no answer',
  'retry pause': 'no further attempt',
  'ready pause': 'no server was ready',
} as const;
// #endregion waits

export type Wait = keyof typeof WAITS;

export type GivenUp = (
  code: 'DEADLINE_EXCEEDED' | 'CANCELLED',
  why: string,
  cause?: unknown,
) => void;

/**
 * The longest time that a timer of Node can count, 24.8 days. It takes a longer one for a
 * millisecond.
 */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The same time, or what a timer can count that is nearest to it. Node warns of a negative one. */
export function timerMs(ms: number): number {
  return Math.min(Math.max(ms, 0), MAX_TIMER_MS);
}

// #region giving-up
/**
 * Calls `end` once when either happens: later, never before this has returned.
 * @returns what takes both away, when the waiting has ended otherwise
 */
export function whenGivenUp(
  { timeoutMs = Infinity, signal }: Patience,
  wait: Wait,
  end: GivenUp,
): () => void {
  let isOver = false;
  const release = (): void => {
    isOver = true;
    clearTimeout(timer);
    unlisten?.();
  };
  const finish: GivenUp = (...how) => {
    if (isOver) return;
    release();
    end(...how);
  };
  const onTime = (): void =>
    finish('DEADLINE_EXCEEDED', `${WAITS[wait]} within ${Math.round(timeoutMs)} ms`);
  const onAbort = (): void => finish('CANCELLED', 'the caller has given up', signal?.reason);
  const unlisten = signal && listen(signal, onAbort);
  // Read first, then judge: when this process could not run for a while, Node runs its timers
  // first, and what came in time is still in the kernel.
  const look = (): unknown => setImmediate(onTime);
  const timer = timeoutMs === Infinity ? undefined : setTimeout(look, timerMs(timeoutMs));
  return release;
}
// #endregion giving-up

/**
 * What listens to a signal, all of it behind one listener: at eleven Node warns of a
 * leak.
 */
interface Listening {
  readonly listeners: Set<() => void>;
  readonly stop: () => void;
}

const listeningTo = new WeakMap<AbortSignal, Listening>();

/**
 * Calls the listener once when the signal comes, or came.
 * @returns what ends the listening
 */
function listen(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) queueMicrotask(listener);
  const { listeners, stop } = listeningTo.get(signal) ?? startListening(signal);
  listeners.add(listener);
  return () => {
    if (listeners.delete(listener) && listeners.size === 0) stop();
  };
}

function startListening(signal: AbortSignal): Listening {
  const listeners = new Set<() => void>();
  const onAbort = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const stop = (): void => {
    listeningTo.delete(signal);
    signal.removeEventListener('abort', onAbort);
  };
  signal.addEventListener('abort', onAbort);
  const listening = { listeners, stop };
  listeningTo.set(signal, listening);
  return listening;
}

/**
 * The same promise, for one that does not wait for ever.
 * @throws AttemptFailed when time is up or the caller gives up
 */
export function within<T>(promise: Promise<T>, patience: Patience, wait: Wait): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const release = whenGivenUp(patience, wait, (code, why, cause) =>
      reject(new AttemptFailed('connecting', code, why, cause)),
    );
    void promise.then(resolve, reject).finally(release);
  });
}

/** Waits, or less long if the signal comes. */
export function pause(
  ms: number,
  signal: AbortSignal | undefined,
  wait: Wait = 'retry pause',
): Promise<void> {
  return new Promise((resolve) => {
    whenGivenUp({ timeoutMs: ms, signal }, wait, () => resolve());
  });
}

/** @returns a function that says what is left of the time */
export function stopwatch<P extends Patience>({ timeoutMs, ...others }: P): () => P {
  const startedAtMs = performance.now();
  const left = (): number | undefined =>
    timeoutMs === undefined ? undefined : timeoutMs - (performance.now() - startedAtMs);
  return () => ({ ...others, timeoutMs: left() }) as unknown as P;
}

/**
 * @throws AttemptFailed for a time that is no number: no timer could count it, and no
 * server would take it
 */
export function checkTimeout(timeoutMs: number | undefined): void {
  if (timeoutMs === undefined || (typeof timeoutMs === 'number' && !Number.isNaN(timeoutMs)))
    return;
  const why = `timeoutMs must be a number of milliseconds, got ${String(timeoutMs)}`;
  throw new AttemptFailed('connecting', 'INVALID_ARGUMENT', why);
}
