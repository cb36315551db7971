// The processes of a server: it leads a process group, and everything it starts belongs
// to that group.

import { allProcesses, isZombie, numbersIn, processEntry, readProc } from './entry';
import { socketsOf, tcpSockets } from './tcp';

/** The running processes of a group, by its leader's pid. Zombies do not count. */
export function groupMembers(leader: number): readonly number[] {
  return inGroup(leader, false);
}

/** The processes of a group that have ended but have not been reaped. */
export function zombiesIn(leader: number): readonly number[] {
  return inGroup(leader, true);
}

function inGroup(leader: number, zombies: boolean): readonly number[] {
  return allProcesses()
    .filter((entry) => entry.group === leader && isZombie(entry) === zombies)
    .map(({ pid }) => pid);
}

/** Whether a process is computing: it has a processor, or waits for one. */
export function isRunning(pid: number): boolean {
  return processEntry(pid)?.state === 'R';
}

/**
 * The processes of a group that hold the server's end of a connection from this machine.
 * @param serverPort, clientPort its two ends
 */
export function holdersOf(leader: number, serverPort: number, clientPort: number): number[] {
  const inodes = tcpSockets(readProc('/proc/net/tcp'))
    .filter(({ local, remote }) => local === serverPort && remote === clientPort)
    .map(({ inode }) => inode);
  return groupMembers(leader).filter((pid) =>
    socketsOf(pid).some((inode) => inodes.includes(inode)),
  );
}

/** Open descriptors of all processes of a group. */
export function countDescriptors(leader: number): number {
  const counts = groupMembers(leader).map((pid) => numbersIn(`/proc/${pid}/fd`).length);
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * The memory used by all processes of a group, in bytes. A page that several of them
 * share counts once (Pss).
 */
export function residentBytes(leader: number): number {
  const sizes = groupMembers(leader).map((pid) => {
    const kib = /^Pss:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/smaps_rollup`))?.[1];
    return Number(kib ?? 0) * 1024;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}
