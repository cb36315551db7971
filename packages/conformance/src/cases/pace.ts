// What must keep a pace to prove anything: a drip that comes in time for each read, an end that is read within lingerMs.

/**
 * Runs it until it passes, or fails within `mostMs` from its call of `begin`. A later failure may be this process's own, which
 * was kept from running; a server that is really to blame fails each time, and in the end the case's time is up.
 */
export async function failsInTime<T>(
  mostMs: number,
  run: (begin: () => void) => Promise<T>,
): Promise<T> {
  for (;;) {
    let begunAtMs = Infinity;
    try {
      return await run(() => (begunAtMs = performance.now()));
    } catch (error) {
      if (!(performance.now() - begunAtMs > mostMs)) throw error;
    }
  }
}

/**
 * Runs it, from its first beat to its last. When this process was kept from running, so that more than `mostMs` passed
 * between two beats, the server had every right to time out, or none, and nothing is proven: it runs again.
 */
export async function inPace<T>(mostMs: number, run: (beat: () => void) => Promise<T>): Promise<T> {
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
  }
}
