// ctrl-C while clients are held: they leave as planned; the second time, all at once.

import type { Orders } from './crowd';

/**
 * npm sends a terminal's signal a second time, a few milliseconds later: that counts as
 * one.
 */
const REPEAT_MS = 150;
/** On a slow machine the repeat may come so late after the end. */
const LATE_REPEAT_MS = 5_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * From now on, until `stop`, signals call the handlers instead of ending this process.
 */
export function ordersFromSignals(onFirst: () => void): Orders & { readonly stop: () => void } {
  const leave = new AbortController();
  const leaveAtOnce = new AbortController();
  let last: { readonly signal: NodeJS.Signals; readonly atMs: number } | undefined;
  const order = (signal: NodeJS.Signals): void => {
    const atMs = performance.now();
    if (last?.signal === signal && atMs - last.atMs < REPEAT_MS) return;
    last = { signal, atMs };
    if (leave.signal.aborted) return leaveAtOnce.abort();
    onFirst();
    leave.abort();
  };
  for (const signal of SIGNALS) process.on(signal, order);
  return {
    leave: leave.signal,
    leaveAtOnce: leaveAtOnce.signal,
    stop: () => {
      const off = (): void => SIGNALS.forEach((signal) => process.off(signal, order));
      if (last === undefined) return off();
      // npm's second signal may still come, and would end this process instead of its
      // exit code. Node removes its handlers when it ends by itself, but not in
      // process.exit.
      const exit = (code: number): never => process.exit(code);
      process.once('exit', exit);
      const end = (): void => {
        off();
        process.off('exit', exit);
      };
      setTimeout(end, LATE_REPEAT_MS).unref();
    },
  };
}
