// Waiting for a condition for which there is no event.

import { setTimeout as delay } from 'node:timers/promises';
import { machineClock } from './machine-time';

const POLL_MS = 20;

/** Looks again and again until the condition holds; false when it does not within the machine time. */
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
