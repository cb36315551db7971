// How the grace period of a stop is shared out (clause 10.4), in milliseconds. All of it
// must be over within graceMs, so whoever stops first gets less than whoever waits for
// it.

/**
 * What a worker gets of its master's grace period, so that it ends before it is killed.
 */
export function graceOfWorker(graceMs: number): number {
  return graceMs * 0.9;
}

/** What is left when the last bit is kept back for the exit of the process. */
export function graceBeforeExit(graceMs: number): number {
  return graceMs - Math.min(100, graceMs / 10);
}
