// What the kernel buffers for a connection: bytes that were sent and not yet
// acknowledged, and bytes that were received and not yet read. See tx_queue and rx_queue
// of /proc/net/tcp in `man 5 proc`. Linux only.

import { readFileSync } from 'node:fs';
import { getpeername, getsockname, type SocketAddress } from '@bytes-up/posix';

/** Sizes in bytes. */
export interface Queues {
  /** In the send buffer, and not yet acknowledged by the other kernel. */
  readonly sending: number;
  /**
   * In the receive buffer: acknowledged by this kernel, and not yet read by the program.
   */
  readonly received: number;
}

/**
 * Reads the queues of one end of a connection.
 * @throws Error if the kernel's table has no such connection
 */
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

/**
 * `0100007F:1F90` for 127.0.0.1:8080. The kernel prints the bytes of the address in
 * reverse order.
 */
function inHex({ host, port }: SocketAddress): string {
  const bytes = Buffer.from(host.split('.').map(Number)).reverse();
  return `${bytes.toString('hex')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}
