// ctrl-C while clients are held: they leave as planned; the second time, all at once.

import { ignoreLateRepeat, REPEAT_MS } from '../npm-repeat';
import type { Orders } from './crowd';

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
      if (last !== undefined) ignoreLateRepeat(last.signal);
      for (const signal of SIGNALS) process.off(signal, order);
    },
  };
}
