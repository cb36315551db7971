// node-zookeeper-client 1.1.3, with its known holes filled. Whatever touches the library's private fields is in this file, and
// the version is pinned for its sake. The numbers are the rows of the table on this chapter's page.

import { createClient, type Client } from 'node-zookeeper-client';

/** What happens to a library's client, as far as we care. */
export interface LibraryEvents {
  /** It has a session, and can be used. */
  connected(): void;
  /** It has no connection, and looks for one. */
  disconnected(): void;
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
  /** When no server is to be had, all are tried again after a random pause of up to this. Milliseconds. */
  readonly spinMs: number;
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
  onSocketClosed: (this: Internals) => void;
}

const CONNECTING = 1;
const CONNECTED = 2;

export class LibraryClient {
  readonly client: Client;
  readonly #internals: Internals;
  #handshake: NodeJS.Timeout | undefined;
  /** Nothing that still happens concerns anybody. */
  #isOver = false;
  #onClosed: () => void = () => undefined;

  /** Connects at once. @param servers `host:port,host:port` */
  constructor(
    servers: string,
    private readonly options: LibraryOptions,
    private readonly events: LibraryEvents,
  ) {
    const { sessionTimeoutMs, spinMs } = options;
    // 6: no retries of its own. It cannot know whether a create was done, and would make a second node.
    const settings = { sessionTimeout: sessionTimeoutMs, spinDelay: spinMs, retries: 0 };
    this.client = createClient(servers, settings);
    this.#internals = (
      this.client as unknown as { connectionManager: Internals }
    ).connectionManager;
    this.#fillHoles();
    this.client.on('connected', () => this.#hear('connected'));
    this.client.on('disconnected', () => this.#hear('disconnected'));
    this.client.on('expired', () => this.#hear('expired'));
    this.client.connect(); // 9: once, and here alone
  }

  get sessionId(): bigint {
    return this.client.getSessionId().readBigInt64BE();
  }

  /** Ends the connection that it has; it looks for another one. */
  cut(): void {
    this.#internals.socket?.destroy();
  }

  // #region close
  /**
   * Ends the session, so that its ephemeral nodes go now. Without a connection, or without an answer in time, they go
   * when the session times out. Never rejects.
   */
  async close(withinMs: number): Promise<void> {
    if (this.#isOver) return;
    if (this.#internals.state === CONNECTED) {
      const closed = new Promise<void>((resolve) => (this.#onClosed = resolve));
      const timer = setTimeout(() => this.#onClosed(), withinMs); // 10: a frozen server never answers
      this.client.close();
      await closed;
      clearTimeout(timer);
    }
    this.abandon(); // 9: the library's close() throws where there is no connection yet
  }

  /** Has nothing to do with it any more, and says nothing to anybody. */
  abandon(): void {
    this.#isOver = true;
    clearTimeout(this.#handshake);
    clearTimeout(this.#internals.connectTimeoutHandler ?? undefined);
    this.#internals.socket?.destroy();
  }
  // #endregion close

  #hear(what: keyof LibraryEvents): void {
    if (!this.#isOver) this.events[what]();
  }

  // #region holes
  #fillHoles(): void {
    const its = this.#internals;
    const { connect, onSocketConnected, onSocketData, onSocketClosed } = its;
    its.connect = () => {
      if (!this.#isOver) connect.call(its);
    };
    its.onSocketConnected = () => {
      if (this.#isOver) return this.cut();
      onSocketConnected.call(its);
      // 2: a frozen server's kernel takes the connection, and nobody answers.
      this.#handshake = setTimeout(() => {
        if (its.state === CONNECTING) this.cut();
      }, this.options.handshakeMs);
    };
    its.onSocketData = (chunk) => {
      if (this.#isOver) return;
      try {
        onSocketData.call(its, chunk);
      } catch {
        this.cut(); // 7: an error code that it does not know, or a frame that it cannot read
      }
    };
    its.onSocketClosed = () => {
      const wasRefused = its.state === CONNECTING && this.#handshake !== undefined;
      clearTimeout(this.#handshake);
      this.#handshake = undefined;
      its.pendingBuffer = null; // 1: half a frame of this connection is not the beginning of the next one
      while (its.packetQueue.shift() !== undefined); // 5: what was not sent is not sent later, when nobody waits for it
      if (wasRefused) this.#hear('refused');
      if (!this.#isOver) onSocketClosed.call(its);
      this.#onClosed();
    };
  }
  // #endregion holes
}
