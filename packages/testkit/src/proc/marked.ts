// All processes that a run started, directly or indirectly, even if their parents have
// ended: the run sets a mark in the environment, and its processes inherit it. Linux
// only.

import { allProcesses, commandLineOf, isZombie, readProc, type ProcessEntry } from './entry';

/** A process that has not ended. */
export interface LivingProcess extends ProcessEntry {
  /** Its program and arguments. */
  readonly command: string;
}

/**
 * The variable that holds the marks of all runs that a process belongs to, outermost
 * first.
 */
const VARIABLE = 'BYTES_UP_RUNS';

/** A mark for one run in this process. */
export function newMark(): string {
  return `${process.pid}-${Date.now().toString(36)}`;
}

/** An environment with one more mark. */
export function markedEnv(mark: string, env = process.env): NodeJS.ProcessEnv {
  const outer = env[VARIABLE];
  return { ...env, [VARIABLE]: outer === undefined ? mark : `${outer},${mark}` };
}

/**
 * The running processes with the mark, and the roots and their descendants.
 */
export function processesOf(mark: string, roots: readonly number[] = []): LivingProcess[] {
  const all = living();
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  return all
    .filter(
      ({ pid }) =>
        [pid, ...ancestorsOf(pid, parents)].some((at) => roots.includes(at)) || hasMark(pid, mark),
    )
    .map(withCommand);
}

/** A process's parent, its parent's parent, and so on. */
export function ancestorsOf(pid: number, parents: ReadonlyMap<number, number>): number[] {
  const found: number[] = [];
  // Process ids are reused while /proc is read, so a cycle is possible.
  for (let at = parents.get(pid); at !== undefined && !found.includes(at); at = parents.get(at)) {
    found.push(at);
  }
  return found;
}

/** Every process except zombies, which have ended. */
export function livingProcesses(): LivingProcess[] {
  return living().map(withCommand);
}

function living(): ProcessEntry[] {
  return allProcesses().filter((entry) => !isZombie(entry));
}

function withCommand(entry: ProcessEntry): LivingProcess {
  return { ...entry, command: commandLineOf(entry.pid) };
}

function hasMark(pid: number, mark: string): boolean {
  const prefix = `${VARIABLE}=`;
  const entries = readProc(`/proc/${pid}/environ`).split('\0');
  const marks = entries.find((entry) => entry.startsWith(prefix))?.slice(prefix.length) ?? '';
  return marks.split(',').includes(mark);
}
