// The operations on ZooKeeper's nodes (chapter 15), with paths below the chroot.
// zookeeper.ts starts the operations, and makes sure that they end.

import { EventEmitter } from 'node:events';
import { CreateMode, type Client, type Event, type Stat } from 'node-zookeeper-client';
import type { Done } from './pending-operations';
import { isCode } from './zookeeper-error';

export interface Events {
  /**
   * Operations can run. `isNew`: it is a new session, and our ephemeral nodes are gone.
   */
  connected: [{ readonly isNew: boolean }];
  /** Operations cannot run. */
  down: [];
  /** Why there is no connection. Each reason is emitted once per outage. */
  trouble: [why: string];
}

/** Starts an operation in the library. */
export type Start<T> = (client: Client, done: Done<T>) => void;

export abstract class Nodes extends EventEmitter<Events> {
  /** The prefix of all our paths: empty, or `/some/path`. */
  abstract readonly chroot: string;

  /** @param name for errors: `create /demo` */
  protected abstract operate<T>(name: string, start: Start<T>): Promise<T>;

  // #region operations
  /** @returns the path of the node @throws ZooKeeperError, like all of these methods */
  create(path: string, data: Buffer, mode: number = CreateMode.PERSISTENT): Promise<string> {
    return this.operate<string>(`create ${path}`, (client, done) => {
      client.create(this.#real(path), data, mode, done);
    }).then((made) => made.slice(this.chroot.length));
  }

  /** @param watch is called once, when the children change or the node is deleted */
  children(path: string, watch?: () => void): Promise<string[]> {
    return this.operate(`children of ${path}`, (client, done) => {
      if (watch === undefined) client.getChildren(this.#real(path), done);
      else client.getChildren(this.#real(path), watch, done);
    });
  }

  /**
   * An empty buffer for a node without data.
   * @param watch is called once, when the data changes or the node is deleted
   */
  data(path: string, watch?: (event: Event) => void): Promise<Buffer> {
    return this.operate<Buffer | undefined>(`data of ${path}`, (client, done) => {
      if (watch === undefined) client.getData(this.#real(path), done);
      else client.getData(this.#real(path), watch, done);
    }).then((data) => data ?? Buffer.alloc(0)); // 13
  }

  /**
   * Undefined for a node that does not exist.
   * @param watch is called once, when it is created, changes or is deleted
   */
  exists(path: string, watch?: (event: Event) => void): Promise<Stat | undefined> {
    return this.operate<Stat | null>(`exists ${path}`, (client, done) => {
      if (watch === undefined) client.exists(this.#real(path), done);
      else client.exists(this.#real(path), watch, done);
    }).then((stat) => stat ?? undefined); // 13
  }

  /** Succeeds as well if the node does not exist. */
  async remove(path: string): Promise<void> {
    await this.operate(`remove ${path}`, (client, done) => {
      client.remove(this.#real(path), done);
    }).catch((error: unknown) => {
      if (!isCode(error, 'NO_NODE')) throw error;
    });
  }

  /** Creates a persistent node and its missing parents, including the chroot. */
  mkdirp(path: string): Promise<void> {
    return this.#ensure(`${this.chroot}${path}`);
  }

  /**
   * Checks before it creates, from the node upwards. A parent without write permission
   * may already have the node below it, and for a create there ZooKeeper returns NO_AUTH
   * instead of NODE_EXISTS.
   */
  async #ensure(node: string): Promise<void> {
    const stat = await this.operate<Stat | null>(`exists ${node}`, (client, done) => {
      client.exists(node, done);
    });
    if (stat !== null && stat !== undefined) return;
    const parent = node.slice(0, node.lastIndexOf('/'));
    if (parent !== '') await this.#ensure(parent);
    await this.operate(`create ${node}`, (client, done) => {
      client.create(node, Buffer.alloc(0), CreateMode.PERSISTENT, done);
    }).catch((error: unknown) => {
      if (!isCode(error, 'NODE_EXISTS')) throw error; // another client was faster
    });
  }
  // #endregion operations

  #real(path: string): string {
    return path === '/' ? this.chroot || '/' : `${this.chroot}${path}`;
  }
}
