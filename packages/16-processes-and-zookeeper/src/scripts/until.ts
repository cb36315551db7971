// For the scripts that fork: waits until /proc shows that a child has come so far. A
// sleep of some milliseconds would be too short on a busy machine.

import { readFileSync } from 'node:fs';
import { nanosleep } from '@bytes-up/posix';

const POLL_MS = 5;
/** Only what never happens takes this long. */
const WITHIN_MS = 60_000;

/** A process as the kernel shows it in /proc/PID/status (`man 5 proc_pid_status`). */
export interface Status {
  /** `R` runs or waits for a processor, `S` sleeps in a system call, `Z` is a zombie. */
  readonly state: string;
  /** The signals that are blocked, and those that are pending, one bit each. */
  readonly blocked: bigint;
  readonly pending: bigint;
}

export function statusOf(pid: number): Status {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const field = (name: string): string =>
    new RegExp(`^${name}:\\s*(\\w+)`, 'm').exec(status)?.[1] ?? '0';
  // A signal to a process is pending in ShdPnd, which its threads share.
  const [blocked, pending] = [BigInt(`0x${field('SigBlk')}`), BigInt(`0x${field('ShdPnd')}`)];
  return { state: field('State'), blocked, pending };
}

/** A child that has exited, and that its parent has not reaped. */
export function isZombie(pid: number): boolean {
  return statusOf(pid).state === 'Z';
}

/** @throws Error if the condition does not become true within a minute */
export function until(condition: () => boolean): void {
  for (const endMs = performance.now() + WITHIN_MS; !condition(); nanosleep(POLL_MS))
    if (performance.now() > endMs) throw new Error('it did not happen within a minute');
}
