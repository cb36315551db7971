// The kernel's queues of a connection (chapter 02): bytes sent but not acknowledged, and
// bytes received but not read. man 5 proc, /proc/net/tcp: tx_queue and rx_queue. Linux
// only.

import { readFileSync } from 'node:fs';
import { getpeername, getsockname, type SocketAddress } from '@bytes-up/posix';

/** In bytes. */
export interface Queues {
  /** In the send buffer: not acknowledged by the other kernel yet. */
  readonly sending: number;
  /** In the receive buffer: acknowledged by this kernel, and not read by the program. */
  readonly received: number;
}

/** The queues of one end. @throws Error when the kernel's table lacks the connection */
export function queuesOf(fd: number): Queues {
  const local = inHex(getsockname(fd));
  const remote = inHex(getpeername(fd));
  for (const line of readFileSync('/proc/net/tcp', 'latin1').trim().split('\n').slice(1)) {
    const [, from, to, , queues = ''] = line.trim().split(/\s+/);
    if (from !== local || to !== remote) continue;
    const [sending = '', received = ''] = queues.split(':');
    return { sending: parseInt(sending, 16), received: parseInt(received, 16) };
  }
  throw new Error(`no connection ${local} to ${remote} in /proc/net/tcp`);
}

/** `0100007F:1F90` for 127.0.0.1:8080: the kernel's form, with the last byte first. */
function inHex({ host, port }: SocketAddress): string {
  const bytes = Buffer.from(host.split('.').map(Number)).reverse();
  return `${bytes.toString('hex')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}
