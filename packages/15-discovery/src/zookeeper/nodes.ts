// What can be done with ZooKeeper's nodes (chapter 15), below the path of the connect
// string. How an operation is started, and how it ends, is the business of zookeeper.ts.

import { EventEmitter } from 'node:events';
import { CreateMode, type Client, type Event, type Stat } from 'node-zookeeper-client';
import type { Done } from './pending-operations';
import { isCode } from './zookeeper-error';

export interface Events {
  /**
   * Operations can be done. `isNew`: the session is another one than before, and nothing
   * ephemeral of ours is left.
   */
  connected: [{ readonly isNew: boolean }];
  /** They cannot. */
  down: [];
  /** Why there is no connection. Each reason is told once, until there is one again. */
  trouble: [why: string];
}

/** Starts an operation of the library. */
export type Start<T> = (client: Client, done: Done<T>) => void;

export abstract class Nodes extends EventEmitter<Events> {
  /** Where our nodes begin: empty, or `/some/path`. */
  abstract readonly chroot: string;

  /** @param name for errors: `create /demo` */
  protected abstract operate<T>(name: string, start: Start<T>): Promise<T>;

  // #region operations
  /** @returns the path that the node has @throws ZooKeeperError, as all of these */
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
   * A node without data has none: an empty buffer.
   * @param watch is called once, when the data changes or the node is deleted
   */
  data(path: string, watch?: (event: Event) => void): Promise<Buffer> {
    return this.operate<Buffer | undefined>(`data of ${path}`, (client, done) => {
      if (watch === undefined) client.getData(this.#real(path), done);
      else client.getData(this.#real(path), watch, done);
    }).then((data) => data ?? Buffer.alloc(0)); // 13
  }

  /**
   * Undefined for a node that is not there.
   * @param watch is called once, when it comes, changes or goes
   */
  exists(path: string, watch?: (event: Event) => void): Promise<Stat | undefined> {
    return this.operate<Stat | null>(`exists ${path}`, (client, done) => {
      if (watch === undefined) client.exists(this.#real(path), done);
      else client.exists(this.#real(path), watch, done);
    }).then((stat) => stat ?? undefined); // 13
  }

  /** A node that is not there is removed already. */
  async remove(path: string): Promise<void> {
    await this.operate(`remove ${path}`, (client, done) => {
      client.remove(this.#real(path), done);
    }).catch((error: unknown) => {
      if (!isCode(error, 'NO_NODE')) throw error;
    });
  }

  /**
   * Makes a persistent node and its parents, the chroot too, as far as they are missing.
   */
  mkdirp(path: string): Promise<void> {
    return this.#ensure(`${this.chroot}${path}`);
  }

  /**
   * Looks before it creates, from the node upwards: a parent that nobody may write to can
   * have an open node below it, and for a create there ZooKeeper says NO_AUTH, not
   * NODE_EXISTS.
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
      if (!isCode(error, 'NODE_EXISTS')) throw error; // somebody else was faster
    });
  }
  // #endregion operations

  #real(path: string): string {
    return path === '/' ? this.chroot || '/' : `${this.chroot}${path}`;
  }
}
