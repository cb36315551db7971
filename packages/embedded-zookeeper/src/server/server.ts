// The server: its port, its connections, and the faults that tests inject.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { ZkConnection } from './connection';
import { State } from './state';

export interface EmbeddedOptions {
  readonly host?: string;
  /** Default 0: a free one. It stays the same across stop and start. */
  readonly port?: number;
  /** Session timeouts are clamped to these, in milliseconds. Default 200 and 60,000. */
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

  /** The connection string for clients: `127.0.0.1:2181`. */
  get address(): string {
    const { host } = this.#options;
    return host.includes(':') ? `[${host}]:${this.#port}` : `${host}:${this.#port}`;
  }

  get sessions(): bigint[] {
    return this.#state.sessions.ids;
  }

  // #region life
  /**
   * Starts to listen. After a stop, it still has its data and its sessions, each with its
   * whole timeout again.
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
    if (!this.#isFrozen) this.#state.sessions.restartTimers();
  }

  /**
   * Closes every connection, as if its process had ended, but keeps data and sessions.
   */
  async stop(_signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.#state.sessions.pauseTimers();
    const closed = once(server, 'close');
    server.close();
    for (const connection of this.#connections) connection.end();
    await closed;
  }

  /** The same as stop; the real server also deletes its folder. */
  remove(): Promise<void> {
    return this.stop();
  }

  /** Deletes all nodes and sessions, and resets the zxid. Stop the server first. */
  wipe(): void {
    if (this.#server !== undefined) throw new Error('stop the server before you wipe its data');
    this.#state = new State(this.#options);
  }
  // #endregion life

  // #region faults
  /**
   * Expires a session now, as if its client had been silent for too long.
   * @returns whether the session existed
   */
  expire(session: bigint): boolean {
    return this.#state.sessions.expire(session);
  }

  /** Pauses the server: connections stay open, but nothing is read or written. */
  freeze(): void {
    this.#isFrozen = true;
    this.#state.sessions.pauseTimers();
    for (const connection of this.#connections) connection.freeze();
  }

  thaw(): void {
    this.#isFrozen = false;
    if (this.#server !== undefined) this.#state.sessions.restartTimers();
    for (const connection of this.#connections) connection.thaw();
  }

  /** Cuts every connection in the middle of a frame. */
  cutInMidFrame(): void {
    for (const connection of this.#connections) connection.cutInMidFrame();
  }
  // #endregion faults

  /** Answers a four-letter word. Undefined for any other four bytes. */
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
