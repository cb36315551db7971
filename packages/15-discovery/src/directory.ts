// The servers of a service, as the registry has them, always at hand (chapter 15). The list is a copy: when the registry is away, the
// last one stays, and calls go on.

import { EventEmitter } from 'node:events';
import { keyOf, parseEntry, type ServerEntry } from './entry';
import { DEFAULT_SERVICE, isServer, type ServiceName } from './node-names';
import { Rounds } from './rounds';
import { isCode } from './zookeeper/zookeeper-error';
import type { ZooKeeper } from './zookeeper/zookeeper';

export interface DirectoryOptions {
  readonly service?: ServiceName;
  /** The list is read anew after this time, whether anything was heard or not. Milliseconds, default 30,000. */
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
}

/** Nodes that are read at once. */
const AT_ONCE = 100;

export class Directory extends EventEmitter<Events> {
  readonly #service: ServiceName;
  readonly #maxServers: number;
  readonly #refresh: NodeJS.Timeout;
  /** By node: what it says, or undefined when that is no entry. A server's entry never changes: another one is another node. */
  #nodes = new Map<string, ServerEntry | undefined>();
  #registered: readonly ServerEntry[] = [];
  #lastKnown: readonly ServerEntry[] = [];
  readonly #rounds = new Rounds(
    () => this.#readOnce(),
    () => this.zookeeper.isConnected,
  );
  #hasRead = false;

  constructor(
    private readonly zookeeper: ZooKeeper,
    { service = DEFAULT_SERVICE, refreshMs = 30_000, maxServers = 1_000 }: DirectoryOptions = {},
  ) {
    super();
    this.#service = service;
    this.#maxServers = maxServers;
    this.#refresh = setInterval(this.#readAnew, refreshMs);
    zookeeper.on('connected', this.#readAnew);
    this.#read();
  }

  // #region servers
  /**
   * The servers to call. When the registry is empty these are the last that it had: a registry that was wiped, or whose servers
   * all lost their sessions, is no reason to call nobody.
   */
  get servers(): readonly ServerEntry[] {
    return this.#registered.length > 0 ? this.#registered : this.#lastKnown;
  }

  /** The servers that the registry had when it was read last, be there none. */
  get registered(): readonly ServerEntry[] {
    return this.#registered;
  }

  /** The list may be old: there is no connection to the registry. */
  get isStale(): boolean {
    return !this.zookeeper.isConnected;
  }
  // #endregion servers

  /** Resolves when the list has been read for the first time; false when that takes longer. */
  async ready(withinMs: number): Promise<boolean> {
    if (this.#hasRead) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish(false), withinMs);
      const finish = (isReady: boolean): void => {
        clearTimeout(timer);
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

  /** Another server may have other nodes of the same names: nothing that was read before counts. */
  readonly #readAnew = (): void => {
    this.#nodes.clear();
    this.#read();
  };

  // #region read
  /**
   * The list is read when something was heard, when there is a connection again, and now and then. Reading it and arming its watch is
   * one operation: a change is either in the list or heard of. Many changes are one reading.
   */
  readonly #read = (): void => this.#rounds.due();

  async #readOnce(): Promise<void> {
    const children = await this.#children();
    const names = children.filter((name) => isServer(name, this.#service)).sort();
    const nodes = new Map<string, ServerEntry | undefined>();
    const kept = names.slice(0, this.#maxServers);
    for (let from = 0; from < kept.length; from += AT_ONCE) {
      const some = kept.slice(from, from + AT_ONCE);
      const entries = await Promise.all(some.map((name) => this.#entryOf(name)));
      entries.forEach((entry, n) => {
        if (entry !== 'gone') nodes.set(some[n] ?? '', entry);
      });
    }
    this.#nodes = nodes;
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

  /** A node may go between the list and its reading. */
  async #entryOf(name: string): Promise<ServerEntry | undefined | 'gone'> {
    if (this.#nodes.has(name)) return this.#nodes.get(name);
    try {
      return parseEntry(await this.zookeeper.data(`${this.#service.root}/${name}`));
    } catch (error) {
      if (isCode(error, 'NO_NODE')) return 'gone';
      if (isCode(error, 'CONNECTION_LOSS') || isCode(error, 'OPERATION_TIMEOUT')) throw error;
      this.emit('passedOver', name, (error as Error).message);
      return undefined;
    }
  }

  // #region publish
  /** Two nodes of one server are one entry, the younger one: the older is left over from a session that has not timed out yet. */
  #publish(): void {
    const before = new Map(this.servers.map((entry) => [keyOf(entry), entry]));
    const byKey = new Map<string, ServerEntry>();
    const inOrder = [...this.#nodes].sort(([a], [b]) => numberOf(a) - numberOf(b));
    for (const [, entry] of inOrder) if (entry !== undefined) byKey.set(keyOf(entry), entry);
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
