// node-zookeeper-client 1.1.3 with its known bugs worked around. Only this file touches
// the private fields of the library, which is why the version is pinned. The numbers are
// the rows of the table on this chapter's page.

import { EventEmitter } from 'node:events';
import { createClient, type Client } from 'node-zookeeper-client';

/** The events of the library's client that we need. */
export interface LibraryEvents {
  /** It has a session, and can be used. */
  connected(): void;
  /** It lost its connection, and tries to connect again. */
  disconnected(): void;
  /**
   * A connection closed, or could not be opened. Comes before the others.
   * @param why for a log
   */
  failed(why: string): void;
  /** The server accepted the connection, and closed it without an answer. */
  refused(): void;
  /** Its session has expired, and it cannot be used any more. */
  expired(): void;
}

export interface LibraryOptions {
  /** The requested timeout in milliseconds. The server may grant another one. */
  readonly sessionTimeoutMs: number;
  /** Milliseconds to wait for the server's first answer on a connection. */
  readonly handshakeMs: number;
  /** Called before each connection: the pause before it, in milliseconds. */
  pauseMs(): number;
}

/** The private fields of version 1.1.3 that we use. */
interface Internals {
  state: number;
  socket?: { destroy(): void };
  pendingBuffer: Buffer | null;
  readonly packetQueue: { shift(): unknown };
  readonly connectTimeoutHandler: NodeJS.Timeout | null;
  connect: (this: Internals) => void;
  onSocketConnected: (this: Internals) => void;
  onSocketData: (this: Internals, chunk: Buffer) => void;
  onSocketError: (this: Internals, error: Error) => void;
  onSocketClosed: (this: Internals) => void;
  readonly watcherManager: Record<
    'dataWatchers' | 'childWatchers' | 'existenceWatchers',
    Watchers
  > &
    Record<'registerDataWatcher' | 'registerChildWatcher' | 'registerExistenceWatcher', Register>;
}

/** The watchers of one kind of event, by path. */
type Watchers = Record<string, EventEmitter>;
type Register = (path: string, watcher: () => void) => void;

const CONNECTING = 1;
const CONNECTED = 2;

export class LibraryClient {
  readonly client: Client;
  readonly #internals: Internals;
  #pause: NodeJS.Timeout | undefined;
  #handshake: NodeJS.Timeout | undefined;
  /** Why the connection is being closed, if we know. */
  #why: string | undefined;
  /** All further events are ignored. */
  #isOver = false;
  #onClosed: () => void = () => undefined;

  /** Connects at once. @param servers `host:port,host:port` */
  constructor(
    servers: string,
    private readonly options: LibraryOptions,
    private readonly events: LibraryEvents,
  ) {
    // 6: no retries of its own. It does not know whether a create was done, and would
    // create a second node. 17: no pause of its own, because it never grows.
    const settings = { sessionTimeout: options.sessionTimeoutMs, spinDelay: 0, retries: 0 };
    this.client = createClient(servers, settings);
    this.#internals = (
      this.client as unknown as { connectionManager: Internals }
    ).connectionManager;
    this.#applyWorkarounds();
    this.#allowWatchers();
    this.client.on('connected', () => this.#hear('connected'));
    this.client.on('disconnected', () => this.#hear('disconnected'));
    this.client.on('expired', () => this.#hear('expired'));
    this.client.connect(); // 9: only once, and only here
  }

  get sessionId(): bigint {
    return this.client.getSessionId().readBigInt64BE();
  }

  /** Closes its connection. It opens another one. @param why for a log */
  cut(why: string): void {
    this.#why = why;
    this.#internals.socket?.destroy();
  }

  // #region close
  /**
   * Ends the session, so that its ephemeral nodes are deleted now. If the server is not
   * reached in time, they go when the session times out. Never rejects.
   */
  async close(withinMs: number): Promise<void> {
    if (this.#isOver) return;
    if (this.#internals.state === CONNECTED) {
      const closed = new Promise<void>((resolve) => (this.#onClosed = resolve));
      // 10: a stopped server never answers
      const timer = setTimeout(() => this.#onClosed(), withinMs);
      this.client.close();
      await closed;
      clearTimeout(timer);
    }
    this.abandon(); // 9: the library's close() throws before it has a connection
  }

  /** Closes everything, and reports no further event. */
  abandon(): void {
    this.#isOver = true;
    clearTimeout(this.#pause);
    clearTimeout(this.#handshake);
    clearTimeout(this.#internals.connectTimeoutHandler ?? undefined);
    this.#internals.socket?.destroy();
  }
  // #endregion close

  #hear(what: Exclude<keyof LibraryEvents, 'failed'>): void {
    if (!this.#isOver) this.events[what]();
  }

  /** A path may have any number of watchers. The library's emitters warn at eleven. */
  #allowWatchers(): void {
    const { watcherManager: manager } = this.#internals;
    for (const [register, watchers] of [
      ['registerDataWatcher', 'dataWatchers'],
      ['registerChildWatcher', 'childWatchers'],
      ['registerExistenceWatcher', 'existenceWatchers'],
    ] as const) {
      const registerOne = manager[register];
      manager[register] = (path, watcher) => {
        manager[watchers][path] ??= new EventEmitter().setMaxListeners(0);
        registerOne.call(manager, path, watcher);
      };
    }
  }

  // #region workarounds
  #applyWorkarounds(): void {
    const its = this.#internals;
    const { connect, onSocketConnected, onSocketData, onSocketError, onSocketClosed } = its;
    its.connect = () => {
      const begin = (): void => {
        if (this.#isOver) return;
        this.#why = undefined;
        connect.call(its);
      };
      const pauseMs = this.#isOver ? 0 : this.options.pauseMs();
      if (pauseMs === 0) begin();
      else this.#pause = setTimeout(begin, pauseMs);
    };
    its.onSocketConnected = () => {
      if (this.#isOver) return its.socket?.destroy();
      onSocketConnected.call(its);
      // 2: the kernel of a stopped server accepts the connection, but no answer comes.
      const { handshakeMs } = this.options;
      const { socket } = its;
      const late = (): void => {
        if (its.state !== CONNECTING || its.socket !== socket) return;
        this.cut(`no answer within ${handshakeMs} ms`);
      };
      // Read first: after a stall of this process the answer may be in the kernel.
      this.#handshake = setTimeout(() => setImmediate(late), handshakeMs);
    };
    its.onSocketData = (chunk) => {
      if (this.#isOver) return;
      try {
        onSocketData.call(its, chunk);
      } catch (error) {
        // 7: an unknown error code, or an invalid frame
        this.cut(`invalid answer: ${(error as Error).message}`);
      }
    };
    its.onSocketError = (error) => {
      this.#why ??= error.message;
      onSocketError.call(its, error);
    };
    its.onSocketClosed = () => {
      const hasBegun = this.#handshake !== undefined;
      const wasRefused = its.state === CONNECTING && hasBegun && this.#why === undefined;
      clearTimeout(this.#handshake);
      this.#handshake = undefined;
      // 1: a partial frame of this connection must not begin the next one
      its.pendingBuffer = null;
      // 5: unsent requests must not be sent later, when no caller waits for them
      while (its.packetQueue.shift() !== undefined);
      if (!this.#isOver) this.events.failed(this.#why ?? endedWhile(its.state, hasBegun));
      if (wasRefused) this.#hear('refused');
      if (!this.#isOver) onSocketClosed.call(its);
      this.#onClosed();
    };
  }
  // #endregion workarounds
}

function endedWhile(state: number, hasBegun: boolean): string {
  if (state === CONNECTED) return 'the server closed the connection';
  return hasBegun ? 'the server closed the connection without an answer' : 'no connection in time';
}
