// node-zookeeper-client 1.1.3, with its known holes filled. Whatever touches the
// library's private fields is in this file, and the version is pinned for its sake. The
// numbers are the rows of the table on this chapter's page.

import { EventEmitter } from 'node:events';
import { createClient, type Client } from 'node-zookeeper-client';

/** What happens to a library's client, as far as we care. */
export interface LibraryEvents {
  /** It has a session, and can be used. */
  connected(): void;
  /** It has no connection any more, and looks for one. */
  disconnected(): void;
  /**
   * A connection has ended, or there was none. Comes before the other events.
   * @param why for a log
   */
  failed(why: string): void;
  /** The server has taken the connection, and ended it without a word. */
  refused(): void;
  /** Its session is over: it is of no use any more. */
  expired(): void;
}

export interface LibraryOptions {
  /** Asked for; the server may grant another one. Milliseconds. */
  readonly sessionTimeoutMs: number;
  /** A connection that is taken and says nothing is given up after this. Milliseconds. */
  readonly handshakeMs: number;
  /** Asked before each connection: the pause before it. Milliseconds. */
  pauseMs(): number;
}

/** The private part that we reach into, as version 1.1.3 has it. */
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

/** Those that wait for one kind of event, by path. */
type Watchers = Record<string, EventEmitter>;
type Register = (path: string, watcher: () => void) => void;

const CONNECTING = 1;
const CONNECTED = 2;

export class LibraryClient {
  readonly client: Client;
  readonly #internals: Internals;
  #pause: NodeJS.Timeout | undefined;
  #handshake: NodeJS.Timeout | undefined;
  /** Why the connection ends, where that is known before it has ended. */
  #why: string | undefined;
  /** Nothing that still happens concerns anybody. */
  #isOver = false;
  #onClosed: () => void = () => undefined;

  /** Connects at once. @param servers `host:port,host:port` */
  constructor(
    servers: string,
    private readonly options: LibraryOptions,
    private readonly events: LibraryEvents,
  ) {
    // 6: no retries of its own. It cannot know whether a create was done, and would make
    // a second node. 17: nor a pause of its own: it is random up to a fixed time, however
    // often it has been made.
    const settings = { sessionTimeout: options.sessionTimeoutMs, spinDelay: 0, retries: 0 };
    this.client = createClient(servers, settings);
    this.#internals = (
      this.client as unknown as { connectionManager: Internals }
    ).connectionManager;
    this.#fillHoles();
    this.#allowWatchers();
    this.client.on('connected', () => this.#hear('connected'));
    this.client.on('disconnected', () => this.#hear('disconnected'));
    this.client.on('expired', () => this.#hear('expired'));
    this.client.connect(); // 9: once, and here alone
  }

  get sessionId(): bigint {
    return this.client.getSessionId().readBigInt64BE();
  }

  /** Ends the connection that it has; it looks for another one. @param why for a log */
  cut(why: string): void {
    this.#why = why;
    this.#internals.socket?.destroy();
  }

  // #region close
  /**
   * Ends the session, so that its ephemeral nodes go now. Without a connection, or
   * without an answer in time, they go when the session times out. Never rejects.
   */
  async close(withinMs: number): Promise<void> {
    if (this.#isOver) return;
    if (this.#internals.state === CONNECTED) {
      const closed = new Promise<void>((resolve) => (this.#onClosed = resolve));
      // 10: a frozen server never answers
      const timer = setTimeout(() => this.#onClosed(), withinMs);
      this.client.close();
      await closed;
      clearTimeout(timer);
    }
    this.abandon(); // 9: the library's close() throws where there is no connection yet
  }

  /** Has nothing to do with it any more, and says nothing to anybody. */
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

  /** A path may have any number of watchers. The library's emitters warn of eleven. */
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

  // #region holes
  #fillHoles(): void {
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
      // 2: a frozen server's kernel takes the connection, and nobody answers.
      const { handshakeMs } = this.options;
      const { socket } = its;
      const late = (): void => {
        if (its.state !== CONNECTING || its.socket !== socket) return;
        this.cut(`no answer within ${handshakeMs} ms`);
      };
      // Read first, then judge: after a pause of this process the answer may be in the kernel.
      this.#handshake = setTimeout(() => setImmediate(late), handshakeMs);
    };
    its.onSocketData = (chunk) => {
      if (this.#isOver) return;
      try {
        onSocketData.call(its, chunk);
      } catch (error) {
        // 7: an error code that it does not know, or a frame that it cannot read
        this.cut(`an answer that cannot be read: ${(error as Error).message}`);
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
      // 1: half a frame of this connection is not the beginning of the next one
      its.pendingBuffer = null;
      // 5: what was not sent is not sent later, when nobody waits for it
      while (its.packetQueue.shift() !== undefined);
      if (!this.#isOver) this.events.failed(this.#why ?? endedWhile(its.state, hasBegun));
      if (wasRefused) this.#hear('refused');
      if (!this.#isOver) onSocketClosed.call(its);
      this.#onClosed();
    };
  }
  // #endregion holes
}

function endedWhile(state: number, hasBegun: boolean): string {
  if (state === CONNECTED) return 'the server closed the connection';
  return hasBegun ? 'the server closed the connection without an answer' : 'no connection in time';
}
