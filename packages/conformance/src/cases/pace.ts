// Cases that must keep a pace to prove anything: a drip that is in time for each read, an
// end that is read within lingerMs. An attempt in which this process itself could not run
// proves nothing. It is counted, and the report says so.

/** Counts the attempts that proved nothing. `Trial` is one. */
export interface Attempts {
  provedNothing(why: string): void;
}

/**
 * After a failure that came too late, so many attempts in a row must pass: a single one
 * may be luck.
 */
const PASSES_AFTER_DOUBT = 3;

/**
 * Runs it until it fails within `mostMs` of its call of `begin`, or passes. A later
 * failure may be the fault of this process, if it could not run; then only several passes
 * in a row count. A server that is to blame keeps failing until the case's time is up.
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
      attempts.provedNothing(`failed after ${Math.round(tookMs)} ms, and ${mostMs} ms count`);
      passesNeeded = PASSES_AFTER_DOUBT;
    }
  }
}

/**
 * Runs it, from its first beat to its last. If more than `mostMs` passed between two
 * beats, because this process could not run, the server's time-outs prove nothing: it
 * runs again.
 */
export async function inPace<T>(
  attempts: Attempts,
  mostMs: number,
  run: (beat: () => void) => Promise<T>,
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
      if (longestMs <= mostMs) return result;
    } catch (error) {
      beat();
      if (longestMs <= mostMs) throw error;
    }
    attempts.provedNothing(`${Math.round(longestMs)} ms between two beats, and ${mostMs} ms count`);
  }
}

const BEAT_MS = 10;

/**
 * Runs it until it passes, or fails while this process was running all the time: its
 * timers were never more than `mostMs` late. A failure beside a stall may be the stall's.
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
      attempts.provedNothing(`did not run for ${Math.round(longestMs)} ms, and ${mostMs} ms count`);
    } finally {
      clearInterval(timer);
    }
  }
}
