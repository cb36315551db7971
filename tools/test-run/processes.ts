// The processes that a run started, however deep, and whether or not their parents still
// live. A run puts a mark into the environment that its processes inherit. Linux only:
// elsewhere nothing is found.

import { readdirSync, readFileSync } from 'node:fs';

export interface FoundProcess {
  readonly pid: number;
  readonly ppid: number;
  /** In clock ticks since the machine started. */
  readonly startedAt: number;
  readonly command: string;
}

/**
 * The variable that holds the marks of the runs that a process belongs to, from the
 * outermost on.
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
 * All processes with the mark, and the roots with all that descend from them. No zombies.
 */
export function processesOf(mark: string, roots: readonly number[] = []): FoundProcess[] {
  const all = allProcesses();
  const parents = new Map(all.map(({ pid, ppid }) => [pid, ppid]));
  return all.filter(
    ({ pid }) =>
      [pid, ...ancestorsOf(pid, parents)].some((at) => roots.includes(at)) || hasMark(pid, mark),
  );
}

/** A process's parent, its parent's parent, and so on. */
export function ancestorsOf(pid: number, parents: ReadonlyMap<number, number>): number[] {
  const found: number[] = [];
  // Pids are reused while /proc is read, so that a circle is possible.
  for (let at = parents.get(pid); at !== undefined && !found.includes(at); at = parents.get(at)) {
    found.push(at);
  }
  return found;
}

/** Every process but zombies, which have ended and wait for their parents. */
export function allProcesses(): FoundProcess[] {
  return pids().flatMap((pid) => {
    const stat = read(`/proc/${pid}/stat`);
    const command = read(`/proc/${pid}/cmdline`).split('\0').join(' ').trim();
    const found = parseStat(stat);
    return found === undefined || found.state === 'Z' ? [] : [{ pid, ...found, command }];
  });
}

function parseStat(stat: string): { state: string; ppid: number; startedAt: number } | undefined {
  // The second field is the name in parentheses, and can hold both spaces and
  // parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', ppid] = fields;
  return ppid === undefined
    ? undefined
    : { state, ppid: Number(ppid), startedAt: Number(fields[19]) };
}

function hasMark(pid: number, mark: string): boolean {
  const line = read(`/proc/${pid}/environ`)
    .split('\0')
    .find((entry) => entry.startsWith(`${VARIABLE}=`));
  return (
    line
      ?.slice(VARIABLE.length + 1)
      .split(',')
      .includes(mark) ?? false
  );
}

function pids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Empty for a process that has ended meanwhile, or is another user's. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
