// Waits for a condition for which there is no event.

import { setTimeout as delay } from 'node:timers/promises';
import { machineClock } from './machine-time';

const POLL_MS = 20;
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
    if (await condition()) return true;
    if (machineClock.now() > deadlineMs) return false;
    await delay(POLL_MS);
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
