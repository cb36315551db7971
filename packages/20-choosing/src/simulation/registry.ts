// A registry that counts its messages (chapter 20): it has ZooKeeper's nodes and its
// watches that fire once, and nothing else. The clients are chapter 15's Directory,
// unchanged.

import { EventEmitter } from 'node:events';
import { ZooKeeperError, type RegistrySession, type WatchEvent } from '@bytes-up/discovery';

type Watcher = (event: WatchEvent) => void;

/** The numbers of ZooKeeper's events. */
const NODE_DELETED = 2;
const NODE_DATA_CHANGED = 3;
const NODE_CHILDREN_CHANGED = 4;
/** Each name and each entry in a reply is preceded by its length. */
const LENGTH_BYTES = 4;

/** The traffic on the connections of all clients. */
export interface Traffic {
  readonly events: number;
  readonly requests: number;
  /** Of the names and entries in the replies. */
  readonly bytes: number;
}

export class CountingRegistry {
  readonly #nodes = new Map<string, Buffer>();
  readonly #sessions = new Set<Session>();
  #events = 0;
  #requests = 0;
  #bytes = 0;

  constructor(private readonly root: string) {}

  session(): RegistrySession {
    const session = new Session(this.root, this.#nodes, (request) => this.#count(request));
    this.#sessions.add(session);
    return session;
  }

  /** A server registers, or changes its entry. */
  set(name: string, entry: object): void {
    const isNew = !this.#nodes.has(name);
    this.#nodes.set(name, Buffer.from(JSON.stringify(entry)));
    if (isNew) this.#fire(this.root, NODE_CHILDREN_CHANGED);
    else this.#fire(`${this.root}/${name}`, NODE_DATA_CHANGED);
  }

  /** A server leaves. */
  delete(name: string): void {
    this.#nodes.delete(name);
    this.#fire(`${this.root}/${name}`, NODE_DELETED);
    this.#fire(this.root, NODE_CHILDREN_CHANGED);
  }

  /** Every client loses its connection, and opens a new one. */
  reconnect(): void {
    for (const session of this.#sessions) session.emit('connected');
  }

  /** The counts since the last time, once every client has read what it wants. */
  async take(): Promise<Traffic> {
    // A reply takes no time here: only promises are pending, and all of them run first.
    await new Promise((resolve) => setImmediate(resolve));
    const traffic = { events: this.#events, requests: this.#requests, bytes: this.#bytes };
    [this.#events, this.#requests, this.#bytes] = [0, 0, 0];
    return traffic;
  }

  #count(bytes: number): void {
    this.#requests++;
    this.#bytes += bytes;
  }

  #fire(path: string, type: number): void {
    for (const session of this.#sessions) this.#events += session.fire({ path, type });
  }
}

/** One client's connection to it. */
class Session extends EventEmitter<{ connected: [] }> implements RegistrySession {
  readonly isConnected = true;
  readonly trouble = undefined;
  readonly chroot = '';
  readonly #watchers = new Map<string, Set<Watcher>>();

  constructor(
    private readonly root: string,
    private readonly nodes: ReadonlyMap<string, Buffer>,
    private readonly onRequest: (replyBytes: number) => void,
  ) {
    super();
  }

  children(path: string, watcher?: () => void): Promise<string[]> {
    this.#watch(path, watcher);
    const names = [...this.nodes.keys()];
    this.onRequest(names.reduce((sum, name) => sum + LENGTH_BYTES + name.length, 0));
    return Promise.resolve(names);
  }

  data(path: string, watcher?: Watcher): Promise<Buffer> {
    const data = this.nodes.get(path.slice(this.root.length + 1));
    this.onRequest(LENGTH_BYTES + (data?.length ?? 0));
    if (data === undefined) {
      return Promise.reject(new ZooKeeperError('NO_NODE', `data of ${path}`, 'NO_NODE'));
    }
    this.#watch(path, watcher);
    return Promise.resolve(data);
  }

  exists(path: string, watcher?: Watcher): Promise<boolean> {
    this.#watch(path, watcher);
    this.onRequest(0);
    return Promise.resolve(path === this.root);
  }

  /** @returns 1 if the event was sent: a path has one watch, whatever set it */
  fire(event: WatchEvent): 0 | 1 {
    const watchers = this.#watchers.get(event.path);
    this.#watchers.delete(event.path);
    for (const watcher of watchers ?? []) watcher(event);
    return watchers === undefined ? 0 : 1;
  }

  #watch(path: string, watcher: Watcher | undefined): void {
    if (watcher === undefined) return;
    const watchers = this.#watchers.get(path) ?? new Set();
    this.#watchers.set(path, watchers.add(watcher));
  }
}
