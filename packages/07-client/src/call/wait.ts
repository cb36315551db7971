// The two ways in which a wait ends early (chapter 07): its timeout, and its abort
// signal.

import { AttemptFailed } from './attempt-failed';

/** How long to wait. Without either, forever. */
export interface WaitOptions {
  /** Milliseconds; Infinity never ends. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

// #region waits
/**
 * Every wait inside a call, and what to say when it times out. Nothing in a call waits in
 * any other way, so that each wait ends with the caller's deadline and signal.
 * `every-wait.test.ts` goes through this list.
 */
export const WAITS = {
  connection: 'no connection',
  turn: 'no connection became free',
  check: 'no answer to the check of an idle connection',
  answer: 'no answer',
  'retry pause': 'no further attempt',
  'ready pause': 'no server was ready',
} as const;
// #endregion waits

export type Wait = keyof typeof WAITS;

export type OnTimeoutOrAbort = (
  code: 'DEADLINE_EXCEEDED' | 'CANCELLED',
  why: string,
  cause?: unknown,
) => void;

/** Node's longest timer, 24.8 days. It fires a longer one after one millisecond. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The nearest time that a timer can count. Node warns about a negative one. */
export function timerMs(ms: number): number {
  return Math.min(Math.max(ms, 0), MAX_TIMER_MS);
}

// #region timeout-or-abort
/**
 * Calls `end` once, when the timeout or the abort comes: never before this has returned.
 * @returns a function that removes both, for a wait that ends in another way
 */
export function onTimeoutOrAbort(
  { timeoutMs = Infinity, signal }: WaitOptions,
  wait: Wait,
  end: OnTimeoutOrAbort,
): () => void {
  let isOver = false;
  const release = (): void => {
    isOver = true;
    clearTimeout(timer);
    unlisten?.();
  };
  const finish: OnTimeoutOrAbort = (...how) => {
    if (isOver) return;
    release();
    end(...how);
  };
  const onTime = (): void =>
    finish('DEADLINE_EXCEEDED', `${WAITS[wait]} within ${Math.round(timeoutMs)} ms`);
  const unlisten =
    signal && listen(signal, () => finish('CANCELLED', 'cancelled by the caller', signal.reason));
  // Read the sockets first: when this process was stalled, Node runs its timers first,
  // and what arrived in time is still in the kernel.
  const afterReading = (): unknown => setImmediate(onTime);
  const timer = timeoutMs === Infinity ? undefined : setTimeout(afterReading, timerMs(timeoutMs));
  return release;
}
// #endregion timeout-or-abort

/**
 * All waits on one signal share one listener, because Node 20 warns of a leak when a
 * signal has more than ten.
 */
interface Listening {
  readonly listeners: Set<() => void>;
  readonly stop: () => void;
}

const listeningTo = new WeakMap<AbortSignal, Listening>();

/**
 * Calls the listener once, when the signal aborts or if it already has.
 * @returns a function that removes the listener
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
 * The same promise, with a limit.
 * @throws AttemptFailed at the timeout or the abort
 */
export function within<T>(promise: Promise<T>, options: WaitOptions, wait: Wait): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const release = onTimeoutOrAbort(options, wait, (code, why, cause) =>
      reject(new AttemptFailed('connecting', code, why, cause)),
    );
    void promise.then(resolve, reject).finally(release);
  });
}

/**
 * Sleeps, and wakes early when the signal aborts.
 * @param closing the signal of a client that closes, which wakes it as well
 */
export function pause(
  ms: number,
  signal: AbortSignal | undefined,
  wait: Wait = 'retry pause',
  closing?: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      release();
      unlisten?.();
      resolve();
    };
    const release = onTimeoutOrAbort({ timeoutMs: ms, signal }, wait, end);
    const unlisten = closing && listen(closing, end);
  });
}

/** @returns a function that returns the same options with the time that remains */
export function stopwatch<P extends WaitOptions>({ timeoutMs, ...others }: P): () => P {
  const startedAtMs = performance.now();
  const left = (): number | undefined =>
    timeoutMs === undefined ? undefined : timeoutMs - (performance.now() - startedAtMs);
  return () => ({ ...others, timeoutMs: left() }) as unknown as P;
}

/** @throws AttemptFailed for a timeout that is not a number */
export function checkTimeout(timeoutMs: number | undefined): void {
  if (timeoutMs === undefined || (typeof timeoutMs === 'number' && !Number.isNaN(timeoutMs)))
    return;
  const why = `timeoutMs must be a number of milliseconds, got ${String(timeoutMs)}`;
  throw new AttemptFailed('connecting', 'INVALID_ARGUMENT', why);
}

/** @throws AttemptFailed for a call without a caller, or whose deadline has passed */
export function checkCaller({ timeoutMs, signal }: WaitOptions): void {
  checkTimeout(timeoutMs);
  const refuse = (code: 'CANCELLED' | 'DEADLINE_EXCEEDED', why: string): never => {
    throw new AttemptFailed('connecting', code, why);
  };
  if (signal?.aborted === true) refuse('CANCELLED', 'cancelled by the caller');
  if (timeoutMs !== undefined && timeoutMs <= 0)
    refuse('DEADLINE_EXCEEDED', 'deadline passed before the call');
}
