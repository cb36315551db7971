// One process, as Linux shows it in /proc (`man 5 proc`). Other systems have no /proc.

import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessEntry {
  readonly pid: number;
  /** `R` runs or waits for a processor, `S` sleeps in a system call, `Z` is a zombie. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  /** Processor time that it has used, in ticks of 10 ms. */
  readonly ticks: number;
  /** When it started, in ticks since the machine did. */
  readonly startedAt: number;
}

/** Undefined if there is no such process. */
export function processEntry(pid: number): ProcessEntry | undefined {
  return parseStat(pid, readProc(`/proc/${pid}/stat`));
}

/** Every process, zombies included. */
export function allProcesses(): readonly ProcessEntry[] {
  return numbersIn('/proc').flatMap((pid) => processEntry(pid) ?? []);
}

/** A process's program and arguments; empty for a zombie, or if it is gone. */
export function commandLineOf(pid: number): string {
  return readProc(`/proc/${pid}/cmdline`).split('\0').join(' ').trim();
}

/** Whether a process has ended but has not been reaped. */
export function isZombie({ state }: ProcessEntry): boolean {
  return state === 'Z' || state === 'X';
}

/** @param stat `pid (name) state parent group …` */
export function parseStat(pid: number, stat: string): ProcessEntry | undefined {
  // The name may contain spaces and parentheses, so the fields are counted after the last
  // parenthesis.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent, group] = fields;
  if (parent === undefined) return undefined;
  return {
    pid,
    state,
    parent: Number(parent),
    group: Number(group),
    ticks: Number(fields[11]) + Number(fields[12]),
    startedAt: Number(fields[19]),
  };
}

/** The numbers among a folder's names: process ids, or descriptors. */
export function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return []; // the process has ended, belongs to another user, or there is no /proc
  }
}

/** Empty when the process has ended, belongs to another user, or there is no /proc. */
export function readProc(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
