// How a client that reads nothing learns that the server has ended its connection: Node
// notices that only by reading, so the kernel's table of sockets is looked at. Linux only;
// elsewhere such a client stays until it leaves.

import { readFileSync } from 'node:fs';
import { tcpSockets } from '@bytes-up/testkit';
import type { HeldClient } from './held-client';

const LOOK_EVERY_MS = 50;
const TABLES = ['/proc/self/net/tcp', '/proc/self/net/tcp6'];

/**
 * Tells the clients, also those that come later, when their connections have ended.
 * @returns stops it
 */
export function watchUnread(clients: readonly HeldClient[]): () => void {
  const timer = setInterval(() => {
    const ports = new Map(clients.map((client) => [client.localPort, client]));
    // The table is read after the ports: a client that connects meanwhile is not missed.
    const sockets = readTable();
    if (sockets === undefined) return clearInterval(timer);
    const halfClosed = new Map(sockets.map(({ local, isHalfClosed }) => [local, isHalfClosed]));
    for (const [port, client] of ports) {
      if (port === undefined) continue;
      // A connection that was reset is in the table no more.
      if (!halfClosed.has(port)) client.over('reset');
      else if (halfClosed.get(port) === true) client.over('ended');
    }
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

function readTable(): ReturnType<typeof tcpSockets> | undefined {
  try {
    return TABLES.flatMap((table) => tcpSockets(readFileSync(table, 'latin1')));
  } catch {
    return undefined;
  }
}
