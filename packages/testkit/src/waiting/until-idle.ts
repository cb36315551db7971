// Whether a server has finished starting: all its processes are waiting.

import { setTimeout as delay } from 'node:timers/promises';
import { processEntry } from '../proc/entry';
import { groupMembers } from '../proc/group';

const QUIET_MS = 100;
const WITHIN_MS = 30_000;

/**
 * Resolves when a server's processes have used no processor time for a while and want
 * none, or after half a minute. The ready line says that the server accepts connections,
 * not that all of its workers have started. It reads /proc; without one, it waits once.
 */
export async function untilIdle(leader: number): Promise<void> {
  const endsAtMs = performance.now() + WITHIN_MS;
  for (let before = -1; performance.now() < endsAtMs;) {
    const processes = groupMembers(leader).flatMap((pid) => processEntry(pid) ?? []);
    const used = processes.reduce((sum, { ticks }) => sum + ticks, 0);
    // A process that waits for a busy processor uses no time either, but is not idle.
    if (used === before && processes.every(({ state }) => state !== 'R')) return;
    before = used;
    await delay(QUIET_MS);
  }
}
