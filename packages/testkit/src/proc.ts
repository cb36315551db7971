// What Linux tells about a server's processes (man 5 proc): descriptors, memory, the group's members.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Every living process of a group, by the group's leader. Zombies do not count. */
export function groupMembers(leader: number): readonly number[] {
  return numericNames('/proc').filter((pid) => {
    const { state, group } = statOf(pid);
    return group === leader && state !== 'Z' && state !== 'X';
  });
}

/** Whether a process is on a processor, or waits for one: it computes. */
export function isRunning(pid: number): boolean {
  return statOf(pid).state === 'R';
}

function statOf(pid: number): { readonly state: string | undefined; readonly group: number } {
  // The command's name in parentheses may hold anything: fields are counted after its end.
  const [state, , group] = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return { state, group: Number(group) };
}

/** Processes of a group that have ended and that nobody has reaped. */
export function zombiesIn(leader: number): readonly number[] {
  return numericNames('/proc').filter((pid) => {
    const { state, group } = statOf(pid);
    return group === leader && state === 'Z';
  });
}

/**
 * The processes of a group that hold the server's end of a connection from this machine.
 * @param serverPort, clientPort its two ends (/proc/net/tcp, `man 5 proc`)
 */
export function holdersOf(leader: number, serverPort: number, clientPort: number): number[] {
  const port = (address: string): number => parseInt(address.split(':')[1] ?? '', 16);
  const rows = read('/proc/net/tcp').trim().split('\n').slice(1);
  const inodes = rows.flatMap((row) => {
    const [, local = '', remote = '', , , , , , , inode] = row.trim().split(/\s+/);
    return port(local) === serverPort && port(remote) === clientPort ? [`socket:[${inode}]`] : [];
  });
  return groupMembers(leader).filter((pid) =>
    numericNames(`/proc/${pid}/fd`).some((fd) => inodes.includes(linkOf(`/proc/${pid}/fd/${fd}`))),
  );
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

function numericNames(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return []; // the process ended meanwhile
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed meanwhile
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
