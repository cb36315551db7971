// Whether a server has done starting: all of its processes wait.

import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { groupMembers } from '@bytes-up/conformance';

const QUIET_MS = 100;
const WITHIN_MS = 5_000;

/**
 * Resolves when the processes of a server have used no processor time for a while, or after five seconds. Its ready line says
 * that somebody serves; that all of its workers do, nobody says. By /proc, which Linux has; elsewhere after that while.
 */
export async function atRest(leader: number): Promise<void> {
  const endsAtMs = performance.now() + WITHIN_MS;
  for (let before = -1; performance.now() < endsAtMs;) {
    const used = ticksOf(leader);
    if (used === before) return;
    before = used;
    await delay(QUIET_MS);
  }
}

/** Processor time of a process group, in ticks of 10 ms (`man 5 proc`: utime, stime). */
function ticksOf(leader: number): number {
  const ticks = groupMembers(leader).map((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '');
      const fields = stat.split(' ');
      return Number(fields[11]) + Number(fields[12]);
    } catch {
      return 0; // it ended meanwhile
    }
  });
  return ticks.reduce((sum, each) => sum + each, 0);
}
