// A server's place in the registry, kept for as long as the server wants it (chapter 15):
// whatever happens to connections, to sessions and to the node, there is one node again
// soon, and never two for long.

import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { CreateMode } from 'node-zookeeper-client';
import { encodeEntry, type ServerEntry } from './entry';
import { DEFAULT_SERVICE, markOf, type ServiceName } from './node-names';
import { Rounds } from './reconciler';
import { isCode, ZooKeeperError } from '../zookeeper/zookeeper-error';
import type { ZooKeeper } from '../zookeeper/zookeeper';

interface Events {
  /** The node is there. */
  registered: [path: string];
  /** It is not there any more, or nobody knows. */
  lost: [];
  /**
   * The registry answers, and refuses it; it is tried again.
   * @param againInMs the pause before that
   */
  failed: [error: ZooKeeperError, againInMs: number];
}

/**
 * `failing`: the registry answers, and refuses the registration. `disconnected`: it
 * cannot be asked.
 */
export type RegistrationState = 'registered' | 'registering' | 'failing' | 'disconnected' | 'left';

export class Registration extends EventEmitter<Events> {
  readonly #mark = markOf(randomUUID());
  #path: string | undefined;
  #failure: ZooKeeperError | undefined;
  #hasLeft = false;
  readonly #rounds = new Rounds(
    () => this.#ensure(),
    () => this.zookeeper.isConnected,
    (error, againInMs) => this.#failed(error, againInMs),
  );

  /** Registers as soon as there is a connection. */
  constructor(
    private readonly zookeeper: ZooKeeper,
    readonly entry: ServerEntry,
    private readonly service: ServiceName = DEFAULT_SERVICE,
  ) {
    super();
    zookeeper.on('connected', this.#look).on('down', this.#onDown);
    this.#look();
  }

  /** Where it is registered; undefined when it is not, or nobody knows. */
  get path(): string | undefined {
    return this.#path;
  }

  get state(): RegistrationState {
    if (this.#hasLeft) return 'left';
    if (!this.zookeeper.isConnected) return 'disconnected';
    if (this.#path !== undefined) return 'registered';
    return this.#failure === undefined ? 'registering' : 'failing';
  }

  /** Why it is not registered, as far as that is known. */
  get trouble(): string | undefined {
    return this.zookeeper.trouble ?? this.#failure?.message;
  }

  /**
   * Takes the node away, if ZooKeeper can be reached; else it goes with the session.
   * Never rejects.
   */
  async leave(): Promise<void> {
    this.zookeeper.off('connected', this.#look).off('down', this.#onDown);
    this.#hasLeft = true;
    await this.#rounds.stop();
    await this.#findOwn()
      .then(({ all }) => this.#removeAll(all))
      .catch(() => undefined);
    this.#path = undefined;
  }

  readonly #onDown = (): void => {
    if (this.#path !== undefined) this.emit('lost');
    this.#path = undefined;
  };

  #failed(error: unknown, againInMs: number): void {
    if (!this.zookeeper.isConnected) return; // the loss of the connection is told already
    this.#onDown();
    this.#failure = ZooKeeperError.from(error, 'registration');
    this.emit('failed', this.#failure, againInMs);
  }

  /**
   * Something may have happened to the node. One function for all: the library keeps
   * equal watches of one path once.
   */
  readonly #look = (): void => this.#rounds.due();

  // #region ensure
  /**
   * One node of this session, and none of an earlier one. A node whose creation was never
   * confirmed is found by its mark.
   */
  async #ensure(): Promise<void> {
    await this.zookeeper.mkdirp(this.service.root);
    const { all, ofThisSession } = await this.#findOwn();
    const path = ofThisSession[0] ?? (await this.#create());
    await this.#removeAll(all.filter((other) => other !== path));
    // a watch: somebody may delete it
    const stat = await this.zookeeper.exists(path, this.#look);
    if (stat === undefined) return this.#look();
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

  /**
   * The nodes with our mark, and those of them that live as long as the session that we
   * have now.
   */
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
