// A way to ZooKeeper that is never lost for good (chapter 15): connections break and
// sessions expire, and it goes on with others. Its user hears of both, and does again
// what has to be done again.

import { parseConnectString } from './connect-string';
import { LibraryClient, type LibraryEvents } from './library';
import { Nodes, type Start } from './nodes';
import { PendingOperations } from './pending-operations';
import { ReconnectBackoff } from './reconnect-backoff';
import { ZooKeeperError } from './zookeeper-error';

/** Times in milliseconds. */
export interface ZooKeeperOptions {
  /**
   * How long the server keeps our ephemeral nodes without a sign of life from us. It may
   * grant another time. Default 10,000.
   */
  readonly sessionTimeoutMs?: number;
  /**
   * An operation that has no answer after this has failed, and its connection is given
   * up. Default a third of the time-out.
   */
  readonly operationTimeoutMs?: number;
  /** Operations that wait for their answers at most. Default 1,000. */
  readonly maxPending?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
/** A connection that has lasted so long is a good one, in milliseconds. */
const STEADY_MS = 1_000;
/** Reasons that are kept in mind, so that each is told once. */
const MAX_TOLD = 20;
/**
 * What a session's end and a broken connection look like: no sign that the server works.
 */
const NO_ANSWERS = ['CONNECTION_LOSS', 'OPERATION_TIMEOUT', 'SESSION_EXPIRED'];

export class ZooKeeper extends Nodes {
  override readonly chroot: string;
  readonly #servers: string;
  readonly #options: Required<ZooKeeperOptions>;
  #library: LibraryClient | undefined;
  #isConnected = false;
  #isClosed = false;
  #session: bigint | undefined;
  /** Since when a server has refused us, or there has been no connection. */
  #downSinceMs = performance.now();
  #connectedAtMs = 0;
  #trouble: string | undefined;
  readonly #told = new Set<string>();
  readonly #backoff: ReconnectBackoff;
  #heartbeat: NodeJS.Timeout | undefined;
  readonly #pending = new PendingOperations();

  /**
   * Connects, and goes on trying for as long as it takes.
   * @param connectString `host:port[,host:port][/chroot]`
   * @throws Error for a wrong one
   */
  constructor(connectString: string, options: ZooKeeperOptions = {}) {
    super();
    this.setMaxListeners(0); // each directory and registration listens
    const { sessionTimeoutMs = DEFAULT_TIMEOUT_MS } = options;
    const operationTimeoutMs = Math.ceil(sessionTimeoutMs / 3);
    this.#options = { sessionTimeoutMs, operationTimeoutMs, maxPending: 1_000, ...options };
    const { servers, chroot } = parseConnectString(connectString);
    [this.#servers, this.chroot] = [servers, chroot];
    this.#backoff = new ReconnectBackoff(servers.split(',').length);
    this.#begin();
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** Of the connection that it has, or had last. */
  get session(): bigint | undefined {
    return this.#session;
  }

  /** Why there is no connection, as far as it is known; undefined while there is one. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** The hosts of its servers. */
  get servers(): readonly string[] {
    return this.#servers.split(',').map((server) => server.slice(0, server.lastIndexOf(':')));
  }

  // #region life
  /**
   * Another client of the library: the first one, or one in place of one that is of no
   * use any more.
   */
  #begin(): void {
    if (this.#isClosed) return;
    const { sessionTimeoutMs, operationTimeoutMs } = this.#options;
    const pauseMs = (): number => this.#pauseMs();
    const options = { sessionTimeoutMs, handshakeMs: operationTimeoutMs, pauseMs };
    this.#library?.abandon();
    this.#library = new LibraryClient(this.#servers, options, this.#events());
  }

  /**
   * Not longer than until the session is over: then a server that refuses us takes
   * another client.
   */
  #pauseMs(): number {
    const leftMs = this.#downSinceMs + this.#options.sessionTimeoutMs - performance.now();
    const pauseMs = this.#backoff.nextMs();
    return leftMs > 0 ? Math.min(pauseMs, leftMs) : pauseMs;
  }

  #events(): LibraryEvents {
    return {
      connected: () => this.#connected(),
      disconnected: () => this.#disconnected(),
      failed: (why) => {
        this.#backoff.unreachable();
        this.#inTrouble(why);
      },
      expired: () => {
        this.#backoff.sentAway();
        this.#inTrouble('the session has expired');
        this.#disconnected();
        // 3: the library's client is dead, and does not say so to those who wait
        this.#begin();
      },
      refused: () => {
        this.#backoff.sentAway();
        // 4: a server that knows less than we have seen refuses us for ever. After this
        // time the session is over anyhow.
        const nowMs = performance.now();
        if (nowMs - this.#downSinceMs <= this.#options.sessionTimeoutMs) return;
        this.#downSinceMs = nowMs;
        this.#backoff.worked(); // the first connection of another client is no repetition
        this.#begin();
      },
    };
  }

  #inTrouble(why: string): void {
    if (this.#isClosed) return; // the server ends the connection because we said so
    this.#trouble = why;
    if (this.#told.size >= MAX_TOLD || this.#told.has(why)) return;
    this.#told.add(why);
    this.emit('trouble', why);
  }

  #connected(): void {
    const session = this.#library?.sessionId;
    const isNew = session !== this.#session;
    this.#session = session;
    this.#isConnected = true;
    this.#connectedAtMs = performance.now();
    this.#trouble = undefined;
    // 2: whoever is frozen keeps the connection open. So somebody asks, all the time.
    this.#heartbeat = setInterval(() => {
      // its time-out has cut the connection
      if (this.#pending.size === 0) this.exists('/').catch(() => undefined);
    }, this.#options.operationTimeoutMs);
    this.emit('connected', { isNew });
  }

  #disconnected(): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#downSinceMs = performance.now();
    clearInterval(this.#heartbeat);
    // 3, 5: the library forgets some of those who wait, and lets others wait for ever.
    this.#pending.failAll(`the connection is lost: ${this.#trouble ?? 'it was closed'}`);
    this.emit('down');
  }

  /**
   * Ends the session. What is ephemeral goes now, or, when the server cannot be told,
   * when the session times out.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    await this.#library?.close(this.#options.operationTimeoutMs);
    this.#disconnected();
  }
  // #endregion life

  // #region operate
  /**
   * Starts an operation, and sees that it ends: with its answer, with the connection, or
   * with the time.
   */
  protected override operate<T>(name: string, start: Start<T>): Promise<T> {
    const library = this.#library;
    // 5, 8: nothing waits in the library for a connection to come.
    if (this.#isClosed || !this.#isConnected || library === undefined)
      return Promise.reject(lost(name, 'there is no connection'));
    const { operationTimeoutMs, maxPending } = this.#options;
    if (this.#pending.size >= maxPending)
      return Promise.reject(lost(name, `${maxPending} operations are waiting`));
    const result = this.#pending.add<T>(name, operationTimeoutMs, {
      start: (done) => start(library.client, done),
      // 2: there is nobody at the other end
      tooLate: () => library.cut(`no answer within ${operationTimeoutMs} ms`),
    });
    result.then(
      () => this.#answered(),
      (error: ZooKeeperError) => {
        if (!NO_ANSWERS.includes(error.code)) this.#answered();
        else if (error.code === 'SESSION_EXPIRED') library.cut('the session has expired');
      },
    );
    return result;
  }

  /**
   * A server works for us, and has done so for a while: all that went wrong before is past.
   * One that answers and hangs up again and again is none that works.
   */
  #answered(): void {
    if (performance.now() - this.#connectedAtMs < STEADY_MS) return;
    this.#backoff.worked();
    this.#told.clear();
  }
  // #endregion operate
}

function lost(operation: string, why: string): ZooKeeperError {
  return new ZooKeeperError('CONNECTION_LOSS', operation, why);
}
