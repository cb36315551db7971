// A server's node in the registry (chapter 15). Whatever happens to connections, sessions
// and the node itself, there is soon one node again, and never two for long.

import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { CreateMode } from 'node-zookeeper-client';
import { encodeEntry, type ServerEntry } from './entry';
import { DEFAULT_SERVICE, markOf, type ServiceName } from './node-names';
import { Reconciler } from './reconciler';
import { isCode, ZooKeeperError } from '../zookeeper/zookeeper-error';
import type { ZooKeeper } from '../zookeeper/zookeeper';

interface Events {
  /** The node exists. */
  registered: [path: string];
  /** The node is gone, or may be. */
  lost: [];
  /** The registry rejects it. It is retried after the pause. */
  failed: [error: ZooKeeperError, retryInMs: number];
}

/** `failing`: the registry rejects it. `disconnected`: the registry is unreachable. */
export type RegistrationState = 'registered' | 'registering' | 'failing' | 'disconnected' | 'left';

export class Registration extends EventEmitter<Events> {
  readonly #mark = markOf(randomUUID());
  #path: string | undefined;
  #failure: ZooKeeperError | undefined;
  #hasLeft = false;
  readonly #reconciler = new Reconciler(
    () => this.#ensure(),
    () => this.zookeeper.isConnected,
    (error, retryInMs) => this.#failed(error, retryInMs),
  );

  /** Registers as soon as there is a connection, and stays registered. */
  constructor(
    private readonly zookeeper: ZooKeeper,
    readonly entry: ServerEntry,
    private readonly service: ServiceName = DEFAULT_SERVICE,
  ) {
    super();
    zookeeper.on('connected', this.#check).on('down', this.#onDown);
    this.#check();
  }

  /** The path of its node; undefined while it has none, or may have none. */
  get path(): string | undefined {
    return this.#path;
  }

  get state(): RegistrationState {
    if (this.#hasLeft) return 'left';
    if (!this.zookeeper.isConnected) return 'disconnected';
    if (this.#path !== undefined) return 'registered';
    return this.#failure === undefined ? 'registering' : 'failing';
  }

  /** Why it is not registered, if known. */
  get trouble(): string | undefined {
    return this.zookeeper.trouble ?? this.#failure?.message;
  }

  /**
   * Deletes the node. If ZooKeeper is unreachable, the node goes with the session. Never
   * rejects.
   */
  async leave(): Promise<void> {
    this.zookeeper.off('connected', this.#check).off('down', this.#onDown);
    this.#hasLeft = true;
    await this.#reconciler.stop();
    await this.#findOwn()
      .then(({ all }) => this.#removeAll(all))
      .catch(() => undefined);
    this.#path = undefined;
  }

  readonly #onDown = (): void => {
    if (this.#path !== undefined) this.emit('lost');
    this.#path = undefined;
  };

  #failed(error: unknown, retryInMs: number): void {
    if (!this.zookeeper.isConnected) return; // the lost connection has its own event
    this.#onDown();
    this.#failure = ZooKeeperError.from(error, 'registration');
    this.emit('failed', this.#failure, retryInMs);
  }

  /**
   * Something may have happened to the node. Always the same function: the library keeps
   * equal watches of a path only once.
   */
  readonly #check = (): void => this.#reconciler.trigger();

  // #region ensure
  /**
   * Makes sure of one node of this session, and none of an earlier one. A node whose
   * creation was never confirmed is found by its mark.
   */
  async #ensure(): Promise<void> {
    await this.zookeeper.mkdirp(this.service.root);
    const { all, ofThisSession } = await this.#findOwn();
    const path = ofThisSession[0] ?? (await this.#create());
    await this.#removeAll(all.filter((other) => other !== path));
    // With a watch, because another client may delete it.
    const stat = await this.zookeeper.exists(path, this.#check);
    if (stat === undefined) return this.#check();
    this.#failure = undefined;
    if (path === this.#path) return;
    this.#path = path;
    this.emit('registered', path);
  }

  async #create(): Promise<string> {
    const { root, name } = this.service;
    const path = `${root}/${this.#mark}${name}`;
    return this.zookeeper.create(path, encodeEntry(this.entry), CreateMode.EPHEMERAL_SEQUENTIAL);
  }
  // #endregion ensure

  /** The nodes with our mark, and those of them that belong to the current session. */
  async #findOwn(): Promise<{ readonly all: string[]; readonly ofThisSession: string[] }> {
    const { root } = this.service;
    const children = await this.zookeeper.children(root).catch((error: unknown) => {
      if (isCode(error, 'NO_NODE')) return [];
      throw error;
    });
    const all = children.filter((name) => name.startsWith(this.#mark)).map((n) => `${root}/${n}`);
    const ofThisSession: string[] = [];
    for (const path of all) {
      const stat = await this.zookeeper.exists(path);
      const owner = stat?.ephemeralOwner.readBigInt64BE();
      if (owner === this.zookeeper.session) ofThisSession.push(path);
    }
    return { all, ofThisSession };
  }

  async #removeAll(paths: readonly string[]): Promise<void> {
    for (const path of paths) await this.zookeeper.remove(path);
  }
}
