// Reads /proc, for tests which prove that no process is left and that no descriptor
// leaks.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process as /proc/PID/stat shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /**
   * R runs, S sleeps (blocked in a call, signals wake it), Z is a zombie; see `man 5
   * proc`.
   */
  readonly state: string;
}

/** One process; undefined when there is none with this pid. */
export function processEntry(pid: number): ProcessEntry | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // "pid (name) state parent …": the name may contain anything, so parse from the last
  // bracket on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (stat === '') return undefined;
  return { pid, state: fields[0]!, parent: Number(fields[1]) };
}

/** The children of a process, zombies included. */
export function childrenOf(pid: number): ProcessEntry[] {
  return allPids()
    .map(processEntry)
    .filter((entry): entry is ProcessEntry => entry?.parent === pid);
}

/**
 * The processes that were started with this variable in their environment, and their
 * descendants.
 */
export function processesWithEnv(name: string, value: string): number[] {
  const wanted = `${name}=${value}`;
  return allPids().filter((pid) =>
    readIfThere(`/proc/${pid}/environ`).split('\0').includes(wanted),
  );
}

/**
 * The open descriptors of this process, as `7 socket:[12345]`. The descriptor that reads
 * the directory is already closed when its name is looked up.
 */
export function openNames(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [`${fd} ${readlinkSync(`/proc/self/fd/${fd}`)}`];
    } catch {
      return [];
    }
  });
}

/** How many descriptors this process has open. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length - 1; // less the one that reads the directory
}

function allPids(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // the process has ended meanwhile
  }
}
