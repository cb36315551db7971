// What Linux tells about a server's processes (man 5 proc): descriptors, memory, the group's members.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;

/** Every living process of a group, by the group's leader. Zombies do not count. */
export function groupMembers(leader: number): readonly number[] {
  return numericNames('/proc').filter((pid) => {
    // The command's name in parentheses may hold anything: fields are counted after its end.
    const [state, , group] = read(`/proc/${pid}/stat`)
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(group) === leader && state !== 'Z' && state !== 'X';
  });
}

/** Open descriptors of all processes of a group. */
export function countDescriptors(leader: number): number {
  const counts = groupMembers(leader).map((pid) => numericNames(`/proc/${pid}/fd`).length);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Memory in use by all processes of a group, in bytes. A page that several of them share counts once (Pss). */
export function residentBytes(leader: number): number {
  const sizes = groupMembers(leader).map((pid) => {
    const kib = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
    return Number(kib ?? 0) * 1024;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Looks again and again until the condition holds; false when it does not within the time. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<boolean> {
  const deadlineMs = performance.now() + withinMs;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() > deadlineMs) return false;
    await delay(POLL_MS);
  }
}

function numericNames(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return []; // the process ended meanwhile
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
