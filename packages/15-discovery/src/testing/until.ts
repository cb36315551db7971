// Waiting for what an event will say.

import { eventually } from '@bytes-up/testkit';

/** @throws Error when it has not come true after ten seconds */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  if (!(await eventually(condition, 60_000))) throw new Error(`never: ${what}`);
}
