// A ZooKeeper client that never gives up (chapter 15). When connections break or sessions
// expire, it opens new ones. Its user gets an event for both, and repeats what must be
// repeated.

import { timerMs, withDefaults } from '@bytes-up/client';
import { parseConnectString } from './connect-string';
import { LibraryClient, type LibraryEvents } from './library';
import { Nodes, type Start } from './nodes';
import { PendingOperations } from './pending-operations';
import { ReconnectBackoff } from './reconnect-backoff';
import { ZooKeeperError } from './zookeeper-error';

/** Times in milliseconds. */
export interface ZooKeeperOptions {
  /**
   * How long the server keeps our ephemeral nodes without hearing from us. It may grant
   * another timeout. Default 10,000.
   */
  readonly sessionTimeoutMs?: number;
  /**
   * The timeout of an operation. Its connection is then closed. Default a third of the
   * session timeout.
   */
  readonly operationTimeoutMs?: number;
  /** Maximum number of operations in flight. Default 1,000. */
  readonly maxPending?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
/** A connection that lasted so long counts as working, in milliseconds. */
const STEADY_MS = 1_000;
/** Maximum number of reasons to remember, so that each is emitted once. */
const MAX_TOLD = 20;
/** Codes of an expired session and a broken connection: the server may not work. */
const NO_ANSWERS = ['CONNECTION_LOSS', 'OPERATION_TIMEOUT', 'SESSION_EXPIRED'];

export class ZooKeeper extends Nodes {
  override readonly chroot: string;
  readonly #servers: string;
  readonly #options: Required<ZooKeeperOptions>;
  #library: LibraryClient | undefined;
  #isConnected = false;
  #isClosed = false;
  #closed: Promise<void> | undefined;
  #session: bigint | undefined;
  /** Since when servers have rejected us, or there was no connection. */
  #downSinceMs = performance.now();
  #connectedAtMs = 0;
  #trouble: string | undefined;
  readonly #told = new Set<string>();
  readonly #backoff: ReconnectBackoff;
  #heartbeat: NodeJS.Timeout | undefined;
  readonly #pending = new PendingOperations();

  /**
   * Connects, and retries for as long as it takes.
   * @param connectString `host:port[,host:port][/chroot]`
   * @throws Error for an invalid one, or an option that is out of range
   */
  constructor(connectString: string, options: ZooKeeperOptions = {}) {
    super();
    this.setMaxListeners(0); // every directory and registration listens
    this.#options = optionsOf(options);
    const { servers, chroot } = parseConnectString(connectString);
    [this.#servers, this.chroot] = [servers, chroot];
    this.#backoff = new ReconnectBackoff(servers.split(',').length);
    this.#begin();
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** The id of the current or last session. */
  get session(): bigint | undefined {
    return this.#session;
  }

  /** Why there is no connection, if known; undefined while there is one. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** The hosts of its servers. */
  get servers(): readonly string[] {
    return this.#servers.split(',').map((server) => server.slice(0, server.lastIndexOf(':')));
  }

  // #region life
  /** Creates a client of the library: the first one, or a replacement. */
  #begin(): void {
    if (this.#isClosed) return;
    const { sessionTimeoutMs, operationTimeoutMs } = this.#options;
    const pauseMs = (): number => this.#pauseMs();
    const options = { sessionTimeoutMs, handshakeMs: operationTimeoutMs, pauseMs };
    this.#library?.abandon();
    this.#library = new LibraryClient(this.#servers, options, this.#events());
  }

  /**
   * At most until the session expires: then a server that rejects us accepts a new
   * client.
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
        // 3: the library's client is dead, but does not fail its operations
        this.#begin();
      },
      refused: () => {
        this.#backoff.sentAway();
        // 4: a server that knows less than we have seen rejects us forever. By now the
        // session has expired anyway.
        const nowMs = performance.now();
        if (nowMs - this.#downSinceMs <= this.#options.sessionTimeoutMs) return;
        this.#downSinceMs = nowMs;
        this.#backoff.worked(); // the first connection of a new client is not a retry
        this.#begin();
      },
    };
  }

  #inTrouble(why: string): void {
    if (this.#isClosed) return; // we asked the server to close it
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
    // 2: a stopped server keeps the connection open, so we ask it regularly.
    this.#heartbeat = setInterval(() => {
      // its timeout has closed the connection
      if (this.#pending.size === 0) this.exists('/').catch(() => undefined);
    }, this.#options.operationTimeoutMs);
    this.emit('connected', { isNew });
  }

  #disconnected(): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#downSinceMs = performance.now();
    clearInterval(this.#heartbeat);
    // 3, 5: the library forgets some operations, and lets others hang.
    this.#pending.failAll(`the connection is lost: ${this.#trouble ?? 'it was closed'}`);
    this.emit('down');
  }

  /**
   * Ends the session. Its ephemeral nodes are deleted now, or, if the server cannot be
   * reached, when the session times out.
   */
  close(): Promise<void> {
    this.#isClosed = true;
    return (this.#closed ??= this.#close()); // the library's can be awaited once
  }

  async #close(): Promise<void> {
    clearInterval(this.#heartbeat);
    await this.#library?.close(this.#options.operationTimeoutMs);
    this.#disconnected();
  }
  // #endregion life

  // #region operate
  /**
   * Starts an operation. It ends with its answer, with the connection, or at its timeout.
   */
  protected override operate<T>(name: string, start: Start<T>): Promise<T> {
    const library = this.#library;
    // 5, 8: no operation may wait in the library for a connection.
    if (this.#isClosed || !this.#isConnected || library === undefined)
      return Promise.reject(lost(name, 'there is no connection'));
    const { operationTimeoutMs, maxPending } = this.#options;
    if (this.#pending.size >= maxPending)
      return Promise.reject(lost(name, `${maxPending} operations are waiting`));
    const result = this.#pending.add<T>(name, operationTimeoutMs, {
      start: (done) => start(library.client, done),
      // 2: the other end does not answer
      onTimeout: () => library.cut(`no answer within ${operationTimeoutMs} ms`),
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
   * A server has worked for a while, so earlier failures no longer count. One that keeps
   * answering and hanging up does not work.
   */
  #answered(): void {
    if (performance.now() - this.#connectedAtMs < STEADY_MS) return;
    this.#backoff.worked();
    this.#told.clear();
  }
  // #endregion operate
}

/** The times as a timer can count them, and as an int of 32 bits can hold them. */
function optionsOf(options: ZooKeeperOptions): Required<ZooKeeperOptions> {
  const { sessionTimeoutMs } = withDefaults({ sessionTimeoutMs: DEFAULT_TIMEOUT_MS }, options);
  const operation = Math.ceil(sessionTimeoutMs / 3);
  const usual = { sessionTimeoutMs, operationTimeoutMs: operation, maxPending: 1_000 };
  const all = withDefaults<Required<ZooKeeperOptions>>(usual, options);
  const { operationTimeoutMs } = all;
  for (const [name, value] of Object.entries({ sessionTimeoutMs, operationTimeoutMs }))
    if (value < 1) throw new RangeError(`${name} must be a number from 1, got ${value}`);
  return {
    ...all,
    sessionTimeoutMs: timerMs(sessionTimeoutMs),
    operationTimeoutMs: timerMs(operationTimeoutMs),
  };
}

function lost(operation: string, why: string): ZooKeeperError {
  return new ZooKeeperError('CONNECTION_LOSS', operation, why);
}
