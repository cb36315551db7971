// The TCP sockets of a process that listen. Linux only: from /proc.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** In /proc/net/tcp. */
const LISTEN = '0A';

/**
 * From /proc/net/tcp or tcp6: the ports of the listening sockets, by the sockets' inodes.
 */
export function listeningPorts(table: string): Map<string, number> {
  const ports = new Map<string, number>();
  for (const line of table.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [local, state, inode] = [fields[1], fields[3], fields[9]];
    const port = local?.split(':')[1];
    if (state === LISTEN && inode !== undefined && port !== undefined) {
      ports.set(inode, parseInt(port, 16));
    }
  }
  return ports;
}

/** The ports on which a process listens. */
export function portsOf(pid: number): number[] {
  // The network namespace is the process's own, so that a container's ports are found
  // too.
  const ports = ['tcp', 'tcp6'].flatMap((table) => [
    ...listeningPorts(attempt(() => readFileSync(`/proc/${pid}/net/${table}`, 'utf8')) ?? ''),
  ]);
  const byInode = new Map(ports);
  const descriptors = attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  const found = descriptors.flatMap((fd) => {
    const link = attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? '';
    const [, inode = ''] = /^socket:\[(\d+)\]$/.exec(link) ?? [];
    return byInode.get(inode) ?? [];
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

/** Undefined when the process has ended meanwhile, or is another user's. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
