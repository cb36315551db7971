// Waits for a condition for which there is no event.

import { setTimeout as delay } from 'node:timers/promises';
import { machineClock } from './machine-time';

const POLL_MS = 20;
/**
 * A condition that takes long to look at, such as one that reads all of /proc, is looked
 * at less often, so that polling takes at most a tenth of a core: it would slow down what
 * it waits for.
 */
const PAUSES_PER_LOOK = 9;
const MAX_POLL_MS = 250;
/** Generous: only what never happens takes this long. */
const WITHIN_MS = 60_000;

/**
 * Polls until the condition holds.
 * @returns false if it does not hold within the machine time
 */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<boolean> {
  const deadlineMs = machineClock.now() + withinMs;
  for (;;) {
    const beganAtMs = performance.now();
    const looked = condition();
    const tookMs = performance.now() - beganAtMs;
    if (await looked) return true;
    if (machineClock.now() > deadlineMs) return false;
    await delay(Math.min(Math.max(POLL_MS, PAUSES_PER_LOOK * tookMs), MAX_POLL_MS));
  }
}

/**
 * Like `eventually`, for something that must happen.
 * @throws Error that names it if it does not
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = WITHIN_MS,
): Promise<void> {
  if (!(await eventually(condition, withinMs))) throw new Error(`timed out: ${what}`);
}
