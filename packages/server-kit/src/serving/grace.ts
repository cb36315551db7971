// How the grace period of a stop is divided (clause 10.4), in milliseconds. Everything
// must end within graceMs, so a worker gets less than the master that waits for it.

/** A worker's part of its master's grace period, so that it exits before it is killed. */
export function workerGraceMs(graceMs: number): number {
  return graceMs * 0.9;
}

/** The grace period without the time that the exit of the process takes. */
export function graceBeforeExit(graceMs: number): number {
  return graceMs - Math.min(100, graceMs / 10);
}
