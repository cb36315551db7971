// How a client that does not read learns that the server has ended its connection. Node
// notices that only by reading, so look at the kernel's table of sockets instead. Linux
// only: on other systems such a client stays until it leaves.

import { readFileSync } from 'node:fs';
import { tcpSockets, type TcpSocket } from '@bytes-up/testkit';
import type { HeldClient } from './held-client';

const LOOK_EVERY_MS = 50;
const TABLES = ['/proc/self/net/tcp', '/proc/self/net/tcp6'];

/**
 * Tells the clients, including later ones, when their connections have ended.
 * @param serverPort the server's end
 * @returns stops it
 */
export function watchUnread(clients: readonly HeldClient[], serverPort: number): () => void {
  const timer = setInterval(() => {
    // The table is read after the ports, so each of their connections is in it or has
    // been.
    const ports = clients.map((client) => [client, client.localPort] as const);
    const sockets = readTables();
    if (sockets === undefined) return clearInterval(timer);
    const ours = byPorts(sockets, ({ local, remote }) => (remote === serverPort ? local : 0));
    const theirs = byPorts(sockets, ({ local, remote }) => (local === serverPort ? remote : 0));
    for (const [client, port] of ports) {
      if (port === undefined) continue;
      if (!ours.has(port)) client.over('reset');
      else if (ours.get(port) === 'CLOSE_WAIT' || hasClosed(theirs.get(port))) client.over('ended');
    }
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/**
 * While our receive buffer is full the server's FIN waits behind its bytes, so our end
 * does not change. The server's does, which we can see if it is on this machine.
 */
function hasClosed(state: TcpSocket['state'] | undefined): boolean {
  return state === 'FIN_WAIT1' || state === 'FIN_WAIT2';
}

function byPorts(
  sockets: readonly TcpSocket[],
  portOf: (socket: TcpSocket) => number,
): ReadonlyMap<number, TcpSocket['state']> {
  return new Map(sockets.map((socket) => [portOf(socket), socket.state]));
}

function readTables(): readonly TcpSocket[] | undefined {
  try {
    return TABLES.flatMap((table) => tcpSockets(readFileSync(table, 'latin1')));
  } catch {
    return undefined;
  }
}
