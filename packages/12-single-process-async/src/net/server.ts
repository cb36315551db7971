// Chapter 12: one process, one thread, many connections. Nothing here blocks: the event loop says which
// connection has bytes, and each is served a little at a time.

import {
  createServer,
  type AddressInfo,
  type ListenOptions,
  type Server,
  type Socket,
} from 'node:net';
import { roomForConnections } from '@bytes-up/server-kit';
import type { RunningServer, ServerContext } from '@bytes-up/server-kit';
import { Connection } from './connection';
import { FULL, Refusals } from './refusals';

/**
 * Connections above the bound are held unread, as the kernel's backlog would hold them: node:net cannot stop
 * accepting. As many as node's own default backlog; beyond them, or where the process may not open so many files, a
 * connection is refused.
 */
const MAX_WAITING = 511;
/** What a client hears that was held, or comes, when the server stops. */
const STOPPING = 'the server is stopping';

/** How a listener makes its sockets. */
export const SOCKET_OPTIONS = {
  allowHalfOpen: true, // a client that has said all may still want its answers (clause 8.1)
  pauseOnConnect: true, // not a byte is read before there is room for the connection
  noDelay: true,
} as const;

/**
 * Listens, and serves until it is stopped.
 * @param where an address; or the descriptor of a socket that listens already, and then it belongs to the server (chapter 13)
 * @throws what node:net says when the address cannot be taken
 */
export async function startServer(
  context: ServerContext,
  where: ListenOptions | { readonly fd: number } = { host: context.host, port: context.port },
): Promise<RunningServer> {
  const connections = new ConnectionSet(context);
  const listener = createServer(SOCKET_OPTIONS, (socket) => connections.admit(socket));
  const { address, port } = await listen(listener, where);
  return {
    address: { host: address, port },
    stop: async () => {
      listener.close();
      await connections.stop();
    },
  };
}

/** Every connection that is served, and the line of those that wait for a place. */
export class ConnectionSet {
  readonly #served = new Set<Connection>();
  readonly #waiting: Socket[] = [];
  readonly #mostHeld: number;
  readonly #refusals: Refusals;
  #allClosed: (() => void) | undefined;
  #count = 0;

  constructor(private readonly context: ServerContext) {
    this.#mostHeld = Math.min(context.limits.maxConnections + MAX_WAITING, roomForConnections());
    this.#refusals = new Refusals(context.limits);
  }

  // #region admit
  admit(socket: Socket): void {
    socket.on('error', () => undefined); // a reset; 'close' follows, and that is where it is handled
    const held = this.#served.size + this.#waiting.length;
    if (this.#allClosed !== undefined) this.#refusals.refuse(socket, STOPPING);
    else if (held >= this.#mostHeld) this.#refusals.refuse(socket, FULL);
    else if (this.#served.size >= this.context.limits.maxConnections) this.#waiting.push(socket);
    else this.#serve(socket);
  }

  #serve(socket: Socket): void {
    const name = `${this.context.who}connection ${++this.#count}`;
    const connection = new Connection(socket, name, this.context);
    this.#served.add(connection);
    socket.once('close', () => {
      this.#served.delete(connection);
      const next = this.#waiting.shift();
      if (next !== undefined) this.#serve(next);
      else if (this.#served.size === 0) this.#allClosed?.();
    });
    connection.start();
  }
  // #endregion admit

  /** Drains every connection; those that are still there shortly before the end of the grace are cut. */
  async stop(): Promise<void> {
    this.#refusals.refuseAll(this.#waiting.splice(0), STOPPING);
    const { graceMs } = this.context.limits;
    // Leave time to exit: all must be done within the grace (clause 10.4).
    const withinMs = graceMs - Math.min(100, graceMs / 10);
    const cut = setTimeout(() => {
      for (const connection of this.#served) connection.cut('the grace is over');
    }, withinMs);
    const served = new Promise<void>((allClosed) => {
      this.#allClosed = allClosed;
      if (this.#served.size === 0) allClosed();
      for (const connection of this.#served) connection.stop();
    });
    await Promise.all([served, this.#refusals.closed(withinMs)]);
    clearTimeout(cut);
  }
}

function listen(listener: Server, where: object): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(where, () => {
      listener.off('error', reject);
      // Later errors (no descriptor left for accept) cost one connection, not the server.
      listener.on('error', () => undefined);
      resolve(listener.address() as AddressInfo);
    });
  });
}
