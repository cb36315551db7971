// A way to ZooKeeper that is never lost for good (chapter 15): connections break and sessions expire, and it goes on with others.
// Its user hears of both, and does again what has to be done again.

import { EventEmitter } from 'node:events';
import { CreateMode, type Client, type Event, type Stat } from 'node-zookeeper-client';
import { parseConnectString } from './connect-string';
import { LibraryClient, type LibraryEvents } from './library';
import { PendingOperations, type Done } from './pending-operations';
import { isCode, ZooKeeperError } from './zookeeper-error';

/** Times in milliseconds. */
export interface ZooKeeperOptions {
  /** How long the server keeps our ephemeral nodes without a sign of life from us. It may grant another time. Default 10,000. */
  readonly sessionTimeoutMs?: number;
  /** An operation that has no answer after this has failed, and its connection is given up. Default a third of the time-out. */
  readonly operationTimeoutMs?: number;
  /** Operations that wait for their answers at most. Default 1,000. */
  readonly maxPending?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const SPIN_MS = 100;

interface Events {
  /** Operations can be done. `isNew`: the session is another one than before, and nothing ephemeral of ours is left. */
  connected: [{ readonly isNew: boolean }];
  /** They cannot. */
  down: [];
}

export class ZooKeeper extends EventEmitter<Events> {
  readonly #servers: string;
  readonly #chroot: string;
  readonly #options: Required<ZooKeeperOptions>;
  #library: LibraryClient | undefined;
  #isConnected = false;
  #isClosed = false;
  #session: bigint | undefined;
  /** Since when there has been no connection. */
  #downSinceMs = performance.now();
  #heartbeat: NodeJS.Timeout | undefined;
  readonly #pending = new PendingOperations();

  /** Connects, and goes on trying for as long as it takes. @param connectString `host:port[,host:port][/chroot]` @throws Error for a wrong one */
  constructor(connectString: string, options: ZooKeeperOptions = {}) {
    super();
    const { sessionTimeoutMs = DEFAULT_TIMEOUT_MS } = options;
    const operationTimeoutMs = Math.ceil(sessionTimeoutMs / 3);
    this.#options = { sessionTimeoutMs, operationTimeoutMs, maxPending: 1_000, ...options };
    const { servers, chroot } = parseConnectString(connectString);
    [this.#servers, this.#chroot] = [servers, chroot];
    this.#begin();
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** Of the connection that it has, or had last. */
  get session(): bigint | undefined {
    return this.#session;
  }

  // #region life
  /** Another client of the library: the first one, or one in place of one that is of no use any more. */
  #begin(): void {
    if (this.#isClosed) return;
    const { sessionTimeoutMs, operationTimeoutMs } = this.#options;
    const options = { sessionTimeoutMs, handshakeMs: operationTimeoutMs, spinMs: SPIN_MS };
    this.#library?.abandon();
    this.#library = new LibraryClient(this.#servers, options, this.#events());
  }

  #events(): LibraryEvents {
    return {
      connected: () => this.#connected(),
      disconnected: () => this.#disconnected(),
      expired: () => {
        this.#disconnected();
        this.#begin(); // 3: the library's client is dead, and does not say so to those who wait
      },
      refused: () => {
        // 4: a server that knows less than we have seen refuses us for ever. After this time the session is over anyhow.
        if (performance.now() - this.#downSinceMs > this.#options.sessionTimeoutMs) this.#begin();
      },
    };
  }

  #connected(): void {
    const session = this.#library?.sessionId;
    const isNew = session !== this.#session;
    this.#session = session;
    this.#isConnected = true;
    // 2: whoever is frozen keeps the connection open. So somebody asks, all the time.
    this.#heartbeat = setInterval(() => {
      if (this.#pending.size === 0) this.exists('/').catch(() => undefined); // its time-out has cut the connection
    }, this.#options.operationTimeoutMs);
    this.emit('connected', { isNew });
  }

  #disconnected(): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#downSinceMs = performance.now();
    clearInterval(this.#heartbeat);
    // 3, 5: the library forgets some of those who wait, and lets others wait for ever.
    this.#pending.failAll('the connection is lost');
    this.emit('down');
  }

  /** Ends the session. What is ephemeral goes now, or, when the server cannot be told, when the session times out. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    await this.#library?.close(this.#options.operationTimeoutMs);
    this.#disconnected();
  }
  // #endregion life

  // #region operations
  /** @returns the path that the node has @throws ZooKeeperError, as all of these */
  create(path: string, data: Buffer, mode: number = CreateMode.PERSISTENT): Promise<string> {
    return this.#operate<string>(`create ${path}`, (client, done) => {
      client.create(this.#real(path), data, mode, done);
    }).then((made) => made.slice(this.#chroot.length));
  }

  /** @param watch is called once, when the children change or the node is deleted */
  children(path: string, watch?: () => void): Promise<string[]> {
    return this.#operate(`children of ${path}`, (client, done) => {
      if (watch === undefined) client.getChildren(this.#real(path), done);
      else client.getChildren(this.#real(path), watch, done);
    });
  }

  /** A node without data has none: an empty buffer. */
  data(path: string): Promise<Buffer> {
    return this.#operate<Buffer | undefined>(`data of ${path}`, (client, done) => {
      client.getData(this.#real(path), done);
    }).then((data) => data ?? Buffer.alloc(0)); // 13
  }

  /** Undefined for a node that is not there. @param watch is called once, when it comes, changes or goes */
  exists(path: string, watch?: (event: Event) => void): Promise<Stat | undefined> {
    return this.#operate<Stat | null>(`exists ${path}`, (client, done) => {
      if (watch === undefined) client.exists(this.#real(path), done);
      else client.exists(this.#real(path), watch, done);
    }).then((stat) => stat ?? undefined); // 13
  }

  /** A node that is not there is removed already. */
  async remove(path: string): Promise<void> {
    await this.#operate(`remove ${path}`, (client, done) => {
      client.remove(this.#real(path), done);
    }).catch((error: unknown) => {
      if (!isCode(error, 'NO_NODE')) throw error;
    });
  }

  /** Makes a persistent node and its parents, the chroot too, as far as they are missing. */
  async mkdirp(path: string): Promise<void> {
    const names = `${this.#chroot}${path}`.split('/').slice(1);
    for (let n = 1; n <= names.length; n++) {
      const parent = `/${names.slice(0, n).join('/')}`;
      await this.#operate(`create ${parent}`, (client, done) => {
        client.create(parent, Buffer.alloc(0), CreateMode.PERSISTENT, done);
      }).catch((error: unknown) => {
        if (!isCode(error, 'NODE_EXISTS')) throw error;
      });
    }
  }
  // #endregion operations

  #real(path: string): string {
    return path === '/' ? this.#chroot || '/' : `${this.#chroot}${path}`;
  }

  // #region operate
  /** Starts an operation, and sees that it ends: with its answer, with the connection, or with the time. */
  #operate<T>(name: string, start: (client: Client, done: Done<T>) => void): Promise<T> {
    const library = this.#library;
    // 5, 8: nothing waits in the library for a connection to come.
    if (this.#isClosed || !this.#isConnected || library === undefined)
      return Promise.reject(lost(name, 'there is no connection'));
    const { operationTimeoutMs, maxPending } = this.#options;
    if (this.#pending.size >= maxPending)
      return Promise.reject(lost(name, `${maxPending} operations are waiting`));
    return this.#pending.add<T>(name, operationTimeoutMs, {
      start: (done) => start(library.client, done),
      tooLate: () => library.cut(), // 2: there is nobody at the other end
    });
  }
  // #endregion operate
}

function lost(operation: string, why: string): ZooKeeperError {
  return new ZooKeeperError('CONNECTION_LOSS', operation, why);
}
