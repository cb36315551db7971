// TCP sockets, and the processes that hold them: /proc/net/tcp (`man 5 proc`). Linux
// only.

import { readlinkSync } from 'node:fs';
import { numbersIn, readProc } from './entry';

export interface TcpSocket {
  /** The ports of both ends; the remote one is 0 for a listening socket. */
  readonly local: number;
  readonly remote: number;
  readonly state: TcpState;
  /** What was written and the other side's kernel has not acknowledged, in bytes. */
  readonly unacknowledgedBytes: number;
  /** What has arrived and was not read, in bytes. */
  readonly unreadBytes: number;
  /** The socket's inode, as in the links in /proc/PID/fd. */
  readonly inode: string;
}

/** The column `st`, a number in hex: the kernel's tcp_states.h, from 1. */
const STATES = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
] as const;

export type TcpState = (typeof STATES)[number] | 'another';

/** @param table the text of /proc/net/tcp or tcp6 */
export function tcpSockets(table: string): TcpSocket[] {
  const rows = table.trim().split('\n').slice(1);
  return rows.map((row) => {
    const [, local = '', remote = '', state = '', queues = '', , , , , inode = ''] = row
      .trim()
      .split(/\s+/);
    const [unacknowledgedBytes = NaN, unreadBytes = NaN] = queues
      .split(':') // tx_queue:rx_queue
      .map((bytes) => parseInt(bytes, 16));
    return {
      local: portOf(local),
      remote: portOf(remote),
      state: STATES[parseInt(state, 16) - 1] ?? 'another',
      unacknowledgedBytes,
      unreadBytes,
      inode,
    };
  });
}

/** The ports on which a process listens, in ascending order. */
export function portsOf(pid: number): number[] {
  // The network namespace is the process's own, so this also finds a container's ports.
  const tables = ['tcp', 'tcp6'].map((table) => readProc(`/proc/${pid}/net/${table}`));
  const listening = tables.flatMap(tcpSockets).filter(({ state }) => state === 'LISTEN');
  const held = socketsOf(pid);
  const ports = listening.filter(({ inode }) => held.includes(inode)).map(({ local }) => local);
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** The inodes of the sockets that a process has open. */
export function socketsOf(pid: number): string[] {
  return numbersIn(`/proc/${pid}/fd`).flatMap((fd) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`)) ?? [];
    return inode ?? [];
  });
}

/** `0100007F:1F90`: address and port, in hex. */
function portOf(address: string): number {
  return parseInt(address.split(':')[1] ?? '', 16);
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed in the meantime
  }
}
