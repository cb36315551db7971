// Whether a server has done starting: all of its processes wait.

import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { groupMembers } from './proc';

const QUIET_MS = 100;
const WITHIN_MS = 30_000;

/**
 * Resolves when the processes of a server have used no processor time for a while and want none, or after half a minute. Its
 * ready line says that somebody serves; that all of its workers do, nobody says. By /proc, which Linux has; elsewhere
 * after that while.
 */
export async function untilIdle(leader: number): Promise<void> {
  const endsAtMs = performance.now() + WITHIN_MS;
  for (let before = -1; performance.now() < endsAtMs;) {
    const processes = groupMembers(leader).map(statOf);
    const used = processes.reduce((sum, { ticks }) => sum + ticks, 0);
    // A process that waits for a busy processor uses no time either, and is not at rest.
    if (used === before && processes.every(({ state }) => state !== 'R')) return;
    before = used;
    await delay(QUIET_MS);
  }
}

/** `R`: a process runs, or waits for a processor. Its processor time in ticks of 10 ms (`man 5 proc`: state, utime, stime). */
function statOf(pid: number): { readonly state: string; readonly ticks: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '');
    const fields = stat.split(' ');
    return { state: fields[0] ?? '', ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return { state: '', ticks: 0 }; // it ended meanwhile
  }
}
