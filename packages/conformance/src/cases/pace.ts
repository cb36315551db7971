// Cases that prove something only if the suite keeps pace: a slow sender that beats every
// read, a client that reads the end within lingerMs. An attempt in which the suite itself
// stalled proves nothing. It is repeated, and the report counts it.

/** Counts the attempts that proved nothing. `Trial` implements it. */
export interface Attempts {
  provedNothing(why: string): void;
}

/**
 * After a late failure this many attempts in a row must pass: a single one may be luck.
 */
const PASSES_AFTER_DOUBT = 3;

/**
 * Runs it until it passes, or fails within `mostMs` of its call of `begin`. A later
 * failure may be due to a stall of this process, so then only several passes in a row
 * count. If the server is to blame, it keeps failing until the case times out.
 */
export async function failsInTime<T>(
  attempts: Attempts,
  mostMs: number,
  run: (begin: () => void) => Promise<T>,
): Promise<T> {
  let passesNeeded = 1;
  for (;;) {
    let begunAtMs = Infinity;
    try {
      const result = await run(() => (begunAtMs = performance.now()));
      if (--passesNeeded === 0) return result;
    } catch (error) {
      const tookMs = performance.now() - begunAtMs;
      if (!(tookMs > mostMs)) throw error;
      attempts.provedNothing(`failed after ${Math.round(tookMs)} ms, limit ${mostMs} ms`);
      passesNeeded = PASSES_AFTER_DOUBT;
    }
  }
}

/**
 * Runs it, and measures the time between its beats. If more than `mostMs` passed between
 * two of them, this process stalled, and the server's timeouts prove nothing: it runs
 * again.
 */
export function inPace<T>(
  attempts: Attempts,
  mostMs: number,
  run: (beat: () => void) => Promise<T>,
): Promise<T> {
  return paced(attempts, mostMs, run, false);
}

/**
 * Like `inPace`, but a pass counts even if the pace was lost: for a client that must not
 * be slower than a timeout allows, and proves no less if it is.
 */
export function failsInPace<T>(
  attempts: Attempts,
  mostMs: number,
  run: (beat: () => void) => Promise<T>,
): Promise<T> {
  return paced(attempts, mostMs, run, true);
}

async function paced<T>(
  attempts: Attempts,
  mostMs: number,
  run: (beat: () => void) => Promise<T>,
  latePassCounts: boolean,
): Promise<T> {
  for (;;) {
    let lastMs = Infinity;
    let longestMs = 0;
    const beat = (): void => {
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    };
    try {
      const result = await run(beat);
      if (latePassCounts || longestMs <= mostMs) return result;
    } catch (error) {
      beat();
      if (longestMs <= mostMs) throw error;
    }
    attempts.provedNothing(`${Math.round(longestMs)} ms between two beats, limit ${mostMs} ms`);
  }
}

const BEAT_MS = 10;

/**
 * Runs it until it passes, or fails without a stall: the timers of this process were
 * never more than `mostMs` late. A failure during a stall may be due to the stall.
 */
export async function failsAwake<T>(
  attempts: Attempts,
  mostMs: number,
  run: () => Promise<T>,
): Promise<T> {
  for (;;) {
    let lastMs = performance.now();
    let longestMs = 0;
    const beat = (): void => {
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    };
    const timer = setInterval(beat, BEAT_MS);
    try {
      return await run();
    } catch (error) {
      beat();
      if (longestMs <= mostMs) throw error;
      attempts.provedNothing(`stalled for ${Math.round(longestMs)} ms, limit ${mostMs} ms`);
    } finally {
      clearInterval(timer);
    }
  }
}
