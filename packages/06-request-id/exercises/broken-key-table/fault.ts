import type { Fault } from '@bytes-up/testkit';

export const fault: Fault = {
  change: 'a running call stops the removal of old entries',
  find: `  /**
   * Starts with the oldest, and stops at the first that is new enough. Skips running
   * calls.
   */
  #forgetTheOld(): void {
    const oldestMs = this.now() - this.limits.maxAgeMs;
    for (const [name, { endedAtMs, bytes }] of this.#entries) {
      if (endedAtMs === undefined) continue;
      if (endedAtMs > oldestMs) break;
`,
  replace: `  /** Starts with the oldest, and stops at the first that has to stay. */
  #forgetTheOld(): void {
    const oldestMs = this.now() - this.limits.maxAgeMs;
    for (const [name, { endedAtMs, bytes }] of this.#entries) {
      if (endedAtMs === undefined || endedAtMs > oldestMs) break;
`,
  caughtBy: 'an old key makes room while another call is running',
  why:
    'The entries of calls that have ended are in the order in which they ended, so the first ' +
    'one that is too young ends the loop. A call that is running was put into the table ' +
    'when it began, and stays in its place until it ends. So the export came before all orders ' +
    'of the night, and the loop stopped there every time. Nothing was removed until the ' +
    'export had ended.\n\n' +
    'A larger table would have been full a little later.',
};
