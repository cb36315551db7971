// The servers of a service, as the registry has them, always at hand (chapter 15). The
// list is a copy: when the registry is away, the last one stays, and calls go on.

import { EventEmitter } from 'node:events';
import { onTimeoutOrAbort } from '@bytes-up/client';
import { Event } from 'node-zookeeper-client';
import { keyOf, parseEntry, type ServerEntry } from './entry';
import { DEFAULT_SERVICE, isServer, type ServiceName } from './node-names';
import { Rounds } from './reconciler';
import { isCode, ZooKeeperError } from '../zookeeper/zookeeper-error';
import type { ZooKeeper } from '../zookeeper/zookeeper';

export interface DirectoryOptions {
  readonly service?: ServiceName;
  /**
   * The list is read anew after this time, whether anything was heard or not.
   * Milliseconds, default 30,000.
   */
  readonly refreshMs?: number;
  /** Servers above this number are left out. Default 1,000. */
  readonly maxServers?: number;
}

/** How one list differs from the one before. */
export interface Change {
  readonly added: readonly ServerEntry[];
  readonly removed: readonly ServerEntry[];
}

interface Events {
  /** The list is another one. */
  changed: [Change];
  /** A node that is no entry was passed over, and why. */
  passedOver: [node: string, why: string];
  /**
   * The registry answers, and does not let the list be read; it is tried again. The last
   * list stays.
   */
  failed: [error: ZooKeeperError, againInMs: number];
}

/** A node, as it was read. */
interface ReadNode {
  /** Undefined when what it says is no entry. */
  readonly entry: ServerEntry | undefined;
  /** A watch stands on it: it need not be read again until that fires. */
  readonly isWatched: boolean;
}

/** Nodes that are read at once. */
const AT_ONCE = 100;
/**
 * After a reconnect all watches are one frame, and a server takes a megabyte at most.
 * With longer paths than this some nodes are not watched, and read anew each time.
 */
const MAX_WATCHED_BYTES = 500_000;
const LENGTH_BYTES = 4;

export class Directory extends EventEmitter<Events> {
  readonly #service: ServiceName;
  readonly #maxServers: number;
  readonly #refresh: NodeJS.Timeout;
  #nodes = new Map<string, ReadNode>();
  /**
   * Nodes whose watch has fired: one may say something else now, or be another one of the
   * same name.
   */
  readonly #touched = new Set<string>();
  /** What was read before this number became another one counts no more. */
  #epoch = 0;
  #nodesOfEpoch = 0;
  #failure: ZooKeeperError | undefined;
  #registered: readonly ServerEntry[] = [];
  #lastKnown: readonly ServerEntry[] = [];
  readonly #rounds = new Rounds(
    () => this.#readOnce(),
    () => this.zookeeper.isConnected,
    (error, againInMs) => this.#failed(error, againInMs),
  );
  #hasRead = false;

  constructor(
    private readonly zookeeper: ZooKeeper,
    { service = DEFAULT_SERVICE, refreshMs = 30_000, maxServers = 1_000 }: DirectoryOptions = {},
  ) {
    super();
    this.setMaxListeners(0); // each client of the service listens, and Node warns of eleven
    this.#service = service;
    this.#maxServers = maxServers;
    this.#refresh = setInterval(this.#readAnew, refreshMs);
    zookeeper.on('connected', this.#readAnew);
    this.#read();
  }

  // #region servers
  /**
   * The servers to call. When the registry is empty these are the last that it had: a
   * registry that was wiped, or whose servers all lost their sessions, is no reason to
   * call nobody.
   */
  get servers(): readonly ServerEntry[] {
    return this.#registered.length > 0 ? this.#registered : this.#lastKnown;
  }

  /** The servers that the registry had when it was read last, be there none. */
  get registered(): readonly ServerEntry[] {
    return this.#registered;
  }

  /**
   * The list may be old: there is no connection to the registry, or it does not let us
   * read.
   */
  get isStale(): boolean {
    return this.trouble !== undefined || !this.zookeeper.isConnected;
  }

  /** Why the list may be old, as far as that is known. */
  get trouble(): string | undefined {
    return this.zookeeper.trouble ?? this.#failure?.message;
  }
  // #endregion servers

  /**
   * Resolves when the list has been read for the first time; false when that takes
   * longer, or the signal comes.
   */
  async ready(withinMs: number, signal?: AbortSignal): Promise<boolean> {
    if (this.#hasRead) return true;
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
    clearInterval(this.#refresh);
    void this.#rounds.stop();
    this.zookeeper.off('connected', this.#readAnew);
    for (const finish of [...this.#onRead]) finish(false);
  }

  /**
   * Another server may have other nodes of the same names: nothing that was read before
   * counts.
   */
  readonly #readAnew = (): void => {
    this.#epoch++;
    this.#read();
  };

  #failed(error: unknown, againInMs: number): void {
    if (!this.zookeeper.isConnected) return; // the loss of the connection is told already
    this.#failure = ZooKeeperError.from(error, 'list');
    this.emit('failed', this.#failure, againInMs);
  }

  // #region read
  /**
   * The list is read when something was heard, when there is a connection again, and now
   * and then. Reading it and arming its watch is one operation: a change is either in the
   * list or heard of. Many changes are one reading.
   */
  readonly #read = (): void => this.#rounds.due();

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

  /** One function for all readings: the library keeps equal watches of one path once. */
  readonly #onChildren = (): void => this.#read();

  /** No root is no server; then its creation is what is waited for. */
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

  /** How many of these nodes may be watched: so many that their paths fit into a frame. */
  #watchable(names: readonly string[]): number {
    const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
    const { root } = this.#service;
    const bytes = this.zookeeper.chroot.length + root.length + 1 + longest + LENGTH_BYTES;
    return Math.floor(MAX_WATCHED_BYTES / bytes);
  }

  // #region node
  /** A node changed or went. When it went, the watch of the list has fired too. */
  readonly #onNode = ({ path, type }: Event): void => {
    this.#touched.add(path.slice(path.lastIndexOf('/') + 1));
    if (type !== Event.NODE_DELETED) this.#read();
  };

  /**
   * A name alone does not say which node it is: when the root is deleted and made again,
   * the numbers begin at zero. So each node is read with a watch, and again when that has
   * fired. A node may go between the list and its reading.
   */
  async #nodeOf(name: string, mayWatch: boolean): Promise<ReadNode | 'gone'> {
    const known = this.#nodes.get(name);
    if (known?.isWatched === true && !this.#touched.has(name)) return known;
    this.#touched.delete(name); // before it is read: what is heard from now on counts
    const path = `${this.#service.root}/${name}`;
    try {
      const data = await this.zookeeper.data(path, mayWatch ? this.#onNode : undefined);
      return { entry: this.#entryOf(name, data), isWatched: mayWatch };
    } catch (error) {
      if (isCode(error, 'NO_NODE')) return 'gone';
      // it may well be a server: the last list stays
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
   * Two nodes of one server are one entry, the younger one: the older is left over from a
   * session that has not timed out yet.
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
