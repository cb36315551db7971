// The server: a port, its connections, and everything that tests want to do to a
// ZooKeeper.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { ZkConnection } from './connection';
import { State } from './state';

export interface EmbeddedOptions {
  readonly host?: string;
  /** Default 0: a free one. It stays the same over stop and start. */
  readonly port?: number;
  /** Session time-outs are clamped to these, in milliseconds. Default 200 and 60,000. */
  readonly minTimeoutMs?: number;
  readonly maxTimeoutMs?: number;
  readonly maxConnections?: number;
}

const DEFAULTS: Required<EmbeddedOptions> = {
  host: '127.0.0.1',
  port: 0,
  minTimeoutMs: 200,
  maxTimeoutMs: 60_000,
  maxConnections: 1_000,
};

export class EmbeddedZooKeeper {
  readonly #options: Required<EmbeddedOptions>;
  #state: State;
  #server: Server | undefined;
  #port: number;
  readonly #connections = new Set<ZkConnection>();
  #isFrozen = false;

  constructor(options: EmbeddedOptions = {}) {
    this.#options = { ...DEFAULTS, ...options };
    this.#port = this.#options.port;
    this.#state = new State(this.#options);
  }

  /** `127.0.0.1:2181`, as clients want it. */
  get address(): string {
    const { host } = this.#options;
    return host.includes(':') ? `[${host}]:${this.#port}` : `${host}:${this.#port}`;
  }

  get sessions(): bigint[] {
    return this.#state.sessions.ids;
  }

  // #region life
  /**
   * Listens. After a stop it has its data and its sessions again, whose time begins anew.
   */
  async start(): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => {
      const connection = new ZkConnection(socket, this.#state, (word) => this.#answer(word));
      if (this.#isFrozen) connection.freeze();
      this.#connections.add(connection);
      socket.once('close', () => this.#connections.delete(connection));
    });
    server.maxConnections = this.#options.maxConnections;
    server.listen(this.#port, this.#options.host);
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    this.#state.sessions.goOn();
  }

  /** Ends every connection, as the end of its process would. Its memory stays. */
  async stop(_signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.#state.sessions.standStill();
    const closed = once(server, 'close');
    server.close();
    for (const connection of this.#connections) connection.end();
    await closed;
  }

  /** Leaves nothing behind: the counterpart of the real server's. */
  remove(): Promise<void> {
    return this.stop();
  }

  /**
   * Forgets everything: nodes, sessions, and the numbers of its changes. Stop it first.
   */
  wipe(): void {
    if (this.#server !== undefined) throw new Error('stop the server before its data are wiped');
    this.#state = new State(this.#options);
  }
  // #endregion life

  // #region faults
  /**
   * A session ends now, as if nothing had been heard of its client for too long.
   * @returns whether it was there
   */
  expire(session: bigint): boolean {
    return this.#state.sessions.expire(session);
  }

  /** Stands still: connections stay open, and nothing is read or said. */
  freeze(): void {
    this.#isFrozen = true;
    this.#state.sessions.standStill();
    for (const connection of this.#connections) connection.freeze();
  }

  thaw(): void {
    this.#isFrozen = false;
    this.#state.sessions.goOn();
    for (const connection of this.#connections) connection.thaw();
  }

  /** Cuts every connection in the middle of a frame. */
  cutInMidFrame(): void {
    for (const connection of this.#connections) connection.cutInMidFrame();
  }
  // #endregion faults

  /** The four-letter words that tools ask. Undefined for other four bytes. */
  #answer(word: string): string | undefined {
    if (word === 'ruok') return 'imok';
    if (word !== 'srvr') return undefined;
    const { tree, zxid } = this.#state;
    return [
      'Zookeeper version: embedded',
      `Connections: ${this.#connections.size}`,
      `Zxid: 0x${zxid.toString(16)}`,
      'Mode: standalone',
      `Node count: ${tree.size}`,
      '',
    ].join('\n');
  }
}
