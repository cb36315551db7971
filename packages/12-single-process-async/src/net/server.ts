// Chapter 12: one process, one thread, many connections. Nothing here blocks: the event
// loop says which connection has bytes, and each is served a little at a time.

import {
  createServer,
  type AddressInfo,
  type ListenOptions,
  type Server,
  type Socket,
} from 'node:net';
import { CLOSED, roomForConnections, serveContext, withRoom } from '@bytes-up/server-kit';
import type { Address } from '@bytes-up/protocol';
import type { RunningServer, ServeContext, ServeOptions } from '@bytes-up/server-kit';
import { Connection } from './connection';
import { FULL, Refusals, STOPPING } from './refusals';

/**
 * Connections above the bound are held unread, as the kernel's backlog would hold them:
 * node:net cannot stop accepting. As many as node's own default backlog; beyond them, or
 * where the process may not open that many files, a connection is refused.
 */
const MAX_WAITING = 511;

/** How a listener makes its sockets. */
export const SOCKET_OPTIONS = {
  // a client that closed its sending side may still want answers (clause 8.1)
  allowHalfOpen: true,
  pauseOnConnect: true, // not a byte is read before there is room for the connection
  noDelay: true,
} as const;

/**
 * An address; or the descriptor of a socket that listens already: it then belongs to the
 * server (chapter 13).
 */
export type Where = Address | { readonly fd: number };

/**
 * Listens, and serves until it is stopped.
 * @param context its limits must leave room for the connections: `withRoom`
 * @throws what node:net reports when the address cannot be used
 */
// #region serve
export async function serve(context: ServeContext, where: Where): Promise<RunningServer> {
  const connections = new Connections(context);
  const listener = createServer(SOCKET_OPTIONS, (socket) => connections.admit(socket));
  const address = await listen(listener, where); // the event loop accepts, and serves
  return {
    address,
    stop: async () => {
      listener.close();
      await connections.stop();
    },
  };
}
// #endregion serve

/**
 * A server that a program starts: `startServer({ service, limits })`.
 * @param options port 0, the default, takes a free one
 */
export function startServer(options: ServeOptions & Partial<Address> = {}): Promise<RunningServer> {
  const { host = '127.0.0.1', port = 0, ...rest } = options;
  return serve(withRoom(serveContext(rest)), { host, port });
}

/** Every connection that is served, and the queue of those that wait for room. */
export class Connections {
  readonly #served = new Set<Connection>();
  readonly #waiting: Socket[] = [];
  readonly #mostHeld: number;
  readonly #refusals: Refusals;
  #allClosed: (() => void) | undefined;
  #stopped: Promise<void> | undefined;
  #count = 0;

  constructor(private readonly context: ServeContext) {
    this.#mostHeld = Math.min(context.limits.maxConnections + MAX_WAITING, roomForConnections());
    this.#refusals = new Refusals(context.limits);
  }

  // #region admit
  admit(socket: Socket): void {
    // a reset; 'close' follows, and that is where it is handled
    socket.on('error', () => undefined);
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

  // #region stop
  /**
   * Answers what was read, refuses what comes later, and cuts what is left when the grace
   * period expires. A second call waits for the same stop.
   */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    const { stop } = this.context;
    stop.request();
    this.#refusals.refuseAll(this.#waiting.splice(0), STOPPING);
    const cut = setTimeout(() => {
      for (const connection of this.#served) connection.cut(CLOSED.graceExpired);
    }, stop.leftMs);
    const served = new Promise<void>((allClosed) => {
      this.#allClosed = allClosed;
      if (this.#served.size === 0) allClosed();
      for (const connection of this.#served) connection.stop();
    });
    await Promise.all([served, this.#refusals.closed(stop.leftMs)]);
    clearTimeout(cut);
  }
  // #endregion stop
}

function listen(listener: Server, where: ListenOptions | Where): Promise<Address> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(where, () => {
      listener.off('error', reject);
      // Later errors (no descriptor left for accept) cost one connection, not the server.
      listener.on('error', () => undefined);
      const { address, port } = listener.address() as AddressInfo;
      resolve({ host: address, port });
    });
  });
}
