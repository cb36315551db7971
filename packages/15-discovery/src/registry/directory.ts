// A client's copy of the servers in the registry (chapter 15). When the registry is down,
// the last list stays, and calls go on.

import { EventEmitter } from 'node:events';
import { onTimeoutOrAbort, timerMs, withDefaults } from '@bytes-up/client';
import { Event } from 'node-zookeeper-client';
import { keyOf, parseEntry, type ServerEntry } from './entry';
import { DEFAULT_SERVICE, isServer, type ServiceName } from './node-names';
import { Reconciler } from './reconciler';
import { isCode, ZooKeeperError } from '../zookeeper/zookeeper-error';

/** What fires a watch. The numbers are ZooKeeper's: 2 is a deletion. */
export interface WatchEvent {
  readonly path: string;
  readonly type: number;
}

/**
 * What a directory needs of a session with the registry. A ZooKeeper has it, and so has
 * the registry that chapter 20 counts messages with.
 */
export interface RegistrySession {
  readonly isConnected: boolean;
  readonly trouble: string | undefined;
  readonly chroot: string;
  children(path: string, watcher?: () => void): Promise<string[]>;
  data(path: string, watcher?: (event: WatchEvent) => void): Promise<Buffer>;
  exists(path: string, watcher?: (event: WatchEvent) => void): Promise<unknown>;
  on(event: 'connected', listener: () => void): unknown;
  off(event: 'connected', listener: () => void): unknown;
}

export interface DirectoryOptions {
  readonly service?: ServiceName;
  /** Milliseconds between readings without any event. Default 30,000; 0 means never. */
  readonly refreshMs?: number;
  /** Maximum number of servers; more are left out. Default 1,000. */
  readonly maxServers?: number;
}

/** How a list differs from the one before. */
export interface Change {
  readonly added: readonly ServerEntry[];
  readonly removed: readonly ServerEntry[];
}

interface Events {
  /** The list is different. */
  changed: [Change];
  /** A node without a valid entry was skipped. */
  passedOver: [node: string, why: string];
  /** The registry answers with an error. The last list stays, and reading is retried. */
  failed: [error: ZooKeeperError, retryInMs: number];
}

/** A node that was read. */
interface ReadNode {
  /** Undefined when its data is not a valid entry. */
  readonly entry: ServerEntry | undefined;
  /** It has a watch, so it need not be read again until that fires. */
  readonly isWatched: boolean;
}

/** Nodes that are read concurrently. */
const AT_ONCE = 100;
/**
 * After a reconnect all watches are sent in one frame, and a server accepts at most a
 * megabyte. Nodes whose paths do not fit are not watched, and are read every time.
 */
const MAX_WATCHED_BYTES = 500_000;
const LENGTH_BYTES = 4;

export class Directory extends EventEmitter<Events> {
  readonly #service: ServiceName;
  readonly #maxServers: number;
  readonly #refresh: NodeJS.Timeout | undefined;
  #nodes = new Map<string, ReadNode>();
  /**
   * Nodes whose watch fired: they may have new data, or be new nodes of the same name.
   */
  readonly #touched = new Set<string>();
  /** Nodes that were read in an earlier epoch are read again. */
  #epoch = 0;
  #nodesOfEpoch = 0;
  #failure: ZooKeeperError | undefined;
  #registered: readonly ServerEntry[] = [];
  #lastKnown: readonly ServerEntry[] = [];
  readonly #reconciler = new Reconciler(
    () => this.#readOnce(),
    () => this.zookeeper.isConnected,
    (error, retryInMs) => this.#failed(error, retryInMs),
  );
  #hasRead = false;
  #isClosed = false;

  /** @throws RangeError for a number that is out of range */
  constructor(
    private readonly zookeeper: RegistrySession,
    options: DirectoryOptions = {},
  ) {
    super();
    const { service, refreshMs, maxServers } = withDefaults<Required<DirectoryOptions>>(
      { service: DEFAULT_SERVICE, refreshMs: 30_000, maxServers: 1_000 },
      options,
    );
    this.setMaxListeners(0); // every client of the service listens; Node warns at eleven
    this.#service = service;
    this.#maxServers = maxServers;
    if (refreshMs > 0) this.#refresh = setInterval(this.#readAnew, timerMs(refreshMs));
    zookeeper.on('connected', this.#readAnew);
    this.#read();
  }

  // #region servers
  /**
   * The servers to call. While the registry is empty, these are the last known ones: the
   * registry may have been wiped, or all sessions lost, and the servers may still answer.
   */
  get servers(): readonly ServerEntry[] {
    return this.#registered.length > 0 ? this.#registered : this.#lastKnown;
  }

  /** The servers in the registry when it was last read, possibly empty. */
  get registered(): readonly ServerEntry[] {
    return this.#registered;
  }

  /** The list may be outdated: the registry is unreachable, or answers with an error. */
  get isStale(): boolean {
    return this.trouble !== undefined || !this.zookeeper.isConnected;
  }

  /** Why the list may be outdated, if known. */
  get trouble(): string | undefined {
    return this.zookeeper.trouble ?? this.#failure?.message;
  }
  // #endregion servers

  /**
   * Resolves when the list was first read; false at the timeout, the abort or the close.
   */
  async ready(withinMs: number, signal?: AbortSignal): Promise<boolean> {
    if (this.#hasRead || this.#isClosed) return this.#hasRead;
    return new Promise((resolve) => {
      const wait = { timeoutMs: withinMs, signal };
      const release = onTimeoutOrAbort(wait, 'connection', () => finish(false));
      const finish = (isReady: boolean): void => {
        release();
        this.#onRead.delete(finish);
        resolve(isReady);
      };
      this.#onRead.add(finish);
    });
  }
  readonly #onRead = new Set<(isReady: boolean) => void>();

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#refresh);
    void this.#reconciler.stop();
    this.zookeeper.off('connected', this.#readAnew);
    for (const finish of [...this.#onRead]) finish(false);
  }

  /** Another ZooKeeper may have other nodes with the same names, so reads all again. */
  readonly #readAnew = (): void => {
    this.#epoch++;
    this.#read();
  };

  #failed(error: unknown, retryInMs: number): void {
    if (!this.zookeeper.isConnected) return; // the lost connection has its own event
    this.#failure = ZooKeeperError.from(error, 'list');
    this.emit('failed', this.#failure, retryInMs);
  }

  // #region read
  /**
   * Reads the list after an event, after a reconnect, and regularly. Reading it and
   * setting its watch is one operation, so a change is either in the list or fires the
   * watch. Many changes cause one reading.
   */
  readonly #read = (): void => this.#reconciler.trigger();

  async #readOnce(): Promise<void> {
    const epoch = this.#epoch;
    if (epoch !== this.#nodesOfEpoch) this.#nodes.clear();
    const children = await this.#children();
    const names = children.filter((name) => isServer(name, this.#service)).sort();
    const nodes = new Map<string, ReadNode>();
    const kept = names.slice(0, this.#maxServers);
    const watchable = this.#watchable(kept);
    for (let from = 0; from < kept.length; from += AT_ONCE) {
      const some = kept.slice(from, from + AT_ONCE);
      const read = await Promise.all(
        some.map((name, n) => this.#nodeOf(name, from + n < watchable)),
      );
      read.forEach((node, n) => {
        if (node !== 'gone') nodes.set(some[n] ?? '', node);
      });
    }
    this.#nodes = nodes;
    this.#nodesOfEpoch = epoch;
    for (const name of this.#touched) if (!nodes.has(name)) this.#touched.delete(name);
    this.#failure = undefined;
    this.#publish();
  }
  // #endregion read

  /** Always the same function: the library keeps equal watches of a path only once. */
  readonly #onChildren = (): void => this.#read();

  /** Without a root there is no server, and the watch waits for its creation. */
  async #children(): Promise<string[]> {
    const { root } = this.#service;
    try {
      return await this.zookeeper.children(root, this.#onChildren);
    } catch (error) {
      if (!isCode(error, 'NO_NODE')) throw error;
      if ((await this.zookeeper.exists(root, this.#onChildren)) !== undefined) this.#read();
      return [];
    }
  }

  /** How many of these nodes may be watched, so that their paths fit into a frame. */
  #watchable(names: readonly string[]): number {
    const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
    const { root } = this.#service;
    const bytes = this.zookeeper.chroot.length + root.length + 1 + longest + LENGTH_BYTES;
    return Math.floor(MAX_WATCHED_BYTES / bytes);
  }

  // #region node
  /** A node changed or was deleted. A deletion also fires the watch of the list. */
  readonly #onNode = ({ path, type }: WatchEvent): void => {
    this.#touched.add(path.slice(path.lastIndexOf('/') + 1));
    if (type !== Event.NODE_DELETED) this.#read();
  };

  /**
   * A name does not identify a node: when the root is deleted and created again, the
   * numbers start at zero. So each node is read with a watch, and again after that fires.
   * A node may be deleted between the reading of the list and its own.
   */
  async #nodeOf(name: string, mayWatch: boolean): Promise<ReadNode | 'gone'> {
    const known = this.#nodes.get(name);
    if (known?.isWatched === true && !this.#touched.has(name)) return known;
    this.#touched.delete(name); // before it is read, so that no event is missed
    const path = `${this.#service.root}/${name}`;
    try {
      const data = await this.zookeeper.data(path, mayWatch ? this.#onNode : undefined);
      return { entry: this.#entryOf(name, data), isWatched: mayWatch };
    } catch (error) {
      if (isCode(error, 'NO_NODE')) return 'gone';
      // It may still be a server, so the last list stays.
      if (!isCode(error, 'NO_AUTH')) throw error;
      this.emit('passedOver', name, (error as Error).message);
      return { entry: undefined, isWatched: false };
    }
  }
  // #endregion node

  #entryOf(name: string, data: Buffer): ServerEntry | undefined {
    try {
      return parseEntry(data);
    } catch (error) {
      this.emit('passedOver', name, (error as Error).message);
      return undefined;
    }
  }

  // #region publish
  /**
   * If a server has two nodes, the newer one counts: the older one belongs to a session
   * that has not timed out yet.
   */
  #publish(): void {
    const before = new Map(this.servers.map((entry) => [keyOf(entry), entry]));
    const byKey = new Map<string, ServerEntry>();
    const inOrder = [...this.#nodes].sort(([a], [b]) => numberOf(a) - numberOf(b));
    for (const [, { entry }] of inOrder) if (entry !== undefined) byKey.set(keyOf(entry), entry);
    this.#registered = [...byKey.values()];
    if (this.#registered.length > 0) this.#lastKnown = this.#registered;
    this.#hasRead = true;
    for (const finish of [...this.#onRead]) finish(true);
    const after = new Map(this.servers.map((entry) => [keyOf(entry), entry]));
    const added = [...after.values()].filter((entry) => differs(entry, before.get(keyOf(entry))));
    const removed = [...before.values()].filter((entry) => !after.has(keyOf(entry)));
    if (added.length + removed.length > 0) this.emit('changed', { added, removed });
  }
  // #endregion publish
}

function numberOf(node: string): number {
  return Number(node.slice(-10));
}

function differs(entry: ServerEntry, before: ServerEntry | undefined): boolean {
  return before?.weight !== entry.weight || before.version !== entry.version;
}
