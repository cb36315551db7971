// The tree of nodes, each with its data, its counters and its children. Every change has
// a number, the zxid.

import type { Acl } from './acl';
import { checkPath, nameOf, parentOf } from './path';
import { ErrorCode, ZkError } from '../wire/zk-error';

/** The metadata of a node. Times are in milliseconds since 1970. */
export interface Stat {
  readonly czxid: bigint;
  readonly mzxid: bigint;
  readonly ctime: number;
  readonly mtime: number;
  readonly version: number;
  readonly cversion: number;
  readonly aversion: number;
  /** The session that owns an ephemeral node; 0 for a persistent node. */
  readonly ephemeralOwner: bigint;
  readonly dataLength: number;
  readonly numChildren: number;
  readonly pzxid: bigint;
}

interface Node {
  data: Buffer | null;
  acl: readonly Acl[];
  readonly children: Set<string>;
  /** How many children were ever created: the next sequence number. */
  created: number;
  czxid: bigint;
  mzxid: bigint;
  pzxid: bigint;
  ctime: number;
  mtime: number;
  version: number;
  aversion: number;
  readonly ephemeralOwner: bigint;
}

const OPEN: readonly Acl[] = [{ perms: 31, scheme: 'world', id: 'anyone' }];
/** The most data that a node can hold. */
const MAX_DATA_BYTES = 1_048_575;

export interface CreateOptions {
  readonly data: Buffer | null;
  readonly acl: readonly Acl[];
  readonly sequential: boolean;
  /** The session of an ephemeral node; 0 for a persistent node. */
  readonly owner: bigint;
}

export class Tree {
  readonly #nodes = new Map<string, Node>();
  /**
   * The paths of each session's ephemeral nodes, so that ending a session does not search
   * the tree.
   */
  readonly #ephemerals = new Map<bigint, Set<string>>();
  /** Undoes each change of the running transaction; undefined outside one. */
  #undo: (() => void)[] | undefined;

  constructor(
    private readonly maxNodes = 100_000,
    private readonly now: () => number = () => Date.now(),
  ) {
    const data = Buffer.alloc(0);
    const root = this.#node(0n, { data, acl: OPEN, sequential: false, owner: 0n });
    this.#nodes.set('/', { ...root, ctime: 0, mtime: 0 }); // older than any change
  }

  get size(): number {
    return this.#nodes.size;
  }

  has(path: string): boolean {
    return this.#nodes.has(path === '' ? '/' : path);
  }

  // #region read
  /** @throws ZkError NO_NODE */
  data(path: string): Buffer | null {
    return this.#find(path).data;
  }

  /** In no particular order. @throws ZkError NO_NODE */
  children(path: string): string[] {
    const names = [...this.#find(path).children];
    for (let i = names.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [names[i], names[j]] = [names[j] ?? '', names[i] ?? ''];
    }
    return names;
  }

  acl(path: string): readonly Acl[] {
    return this.#find(path).acl;
  }

  stat(path: string): Stat {
    const { children, created, data, czxid, mzxid, pzxid, ctime, mtime, ...node } =
      this.#find(path);
    return {
      czxid,
      mzxid,
      ctime,
      mtime,
      version: node.version,
      cversion: 2 * created - children.size,
      aversion: node.aversion,
      ephemeralOwner: node.ephemeralOwner,
      dataLength: data?.length ?? 0,
      numChildren: children.size,
      pzxid,
    };
  }
  // #endregion read

  // #region write
  /** @returns the path, with its number if the node is sequential @throws ZkError */
  create(path: string, options: CreateOptions, zxid: bigint): string {
    checkData(options.data);
    const parent = this.#find(parentOf(path));
    const number = options.sequential ? String(parent.created).padStart(10, '0') : '';
    const full = path + number;
    checkPath(full);
    if (this.#nodes.has(full)) throw new ZkError(ErrorCode.NODE_EXISTS);
    if (parent.ephemeralOwner !== 0n) throw new ZkError(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
    if (this.#nodes.size >= this.maxNodes) throw new ZkError(ErrorCode.BAD_ARGUMENTS);
    this.#attach(full, this.#node(zxid, options));
    this.#remember(parent);
    parent.created++;
    parent.pzxid = zxid;
    return full;
  }

  /** @param version the version that the node must have, or −1 for any @throws ZkError */
  delete(path: string, version: number, zxid: bigint): void {
    if (path === '/') throw new ZkError(ErrorCode.BAD_ARGUMENTS);
    const node = this.#find(path);
    if (version !== -1 && version !== node.version) throw new ZkError(ErrorCode.BAD_VERSION);
    if (node.children.size > 0) throw new ZkError(ErrorCode.NOT_EMPTY);
    this.#detach(path, node);
    const parent = this.#find(parentOf(path));
    this.#remember(parent);
    parent.pzxid = zxid;
  }

  setData(path: string, data: Buffer | null, version: number, zxid: bigint): void {
    checkData(data);
    const node = this.#find(path);
    if (version !== -1 && version !== node.version) throw new ZkError(ErrorCode.BAD_VERSION);
    this.#remember(node);
    node.data = data;
    node.version++;
    node.mzxid = zxid;
    node.mtime = this.now();
  }

  setAcl(path: string, acl: readonly Acl[], version: number): void {
    const node = this.#find(path);
    if (version !== -1 && version !== node.aversion) throw new ZkError(ErrorCode.BAD_VERSION);
    this.#remember(node);
    node.acl = acl;
    node.aversion++;
  }
  // #endregion write

  // #region transaction
  /**
   * Applies all changes that `run` makes, or none if it throws. Each change records how
   * to undo it, so the cost of a transaction depends on its changes, not on the size of
   * the tree.
   */
  atomically(run: () => void): void {
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      run();
    } catch (error) {
      this.#undo = undefined; // an undo is not recorded
      for (const undoChange of undo.reverse()) undoChange();
      throw error;
    } finally {
      this.#undo = undefined;
    }
  }

  /**
   * Call this before a node's fields change. It does not cover the children: the copy
   * shares their set.
   */
  #remember(node: Node): void {
    if (this.#undo === undefined) return;
    const before = { ...node };
    this.#undo.push(() => Object.assign(node, before));
  }

  #attach(path: string, node: Node): void {
    this.#nodes.set(path, node);
    this.#find(parentOf(path)).children.add(nameOf(path));
    const { ephemeralOwner: owner } = node;
    if (owner !== 0n) {
      const paths = this.#ephemerals.get(owner) ?? new Set();
      this.#ephemerals.set(owner, paths.add(path));
    }
    this.#undo?.push(() => this.#detach(path, node));
  }

  #detach(path: string, node: Node): void {
    this.#nodes.delete(path);
    this.#find(parentOf(path)).children.delete(nameOf(path));
    const paths = this.#ephemerals.get(node.ephemeralOwner);
    if (paths?.delete(path) === true && paths.size === 0) {
      this.#ephemerals.delete(node.ephemeralOwner);
    }
    this.#undo?.push(() => this.#attach(path, node));
  }
  // #endregion transaction

  /** @throws ZkError NO_NODE, BAD_VERSION */
  check(path: string, version: number): void {
    const node = this.#find(path);
    if (version !== -1 && version !== node.version) throw new ZkError(ErrorCode.BAD_VERSION);
  }

  /** The ephemeral nodes of a session. */
  ephemeralsOf(session: bigint): string[] {
    return [...(this.#ephemerals.get(session) ?? [])];
  }

  /** To the real server, the root has two names: "/", and "" as the parent of "/a". */
  #find(path: string): Node {
    const node = this.#nodes.get(path === '' ? '/' : path);
    if (node === undefined) throw new ZkError(ErrorCode.NO_NODE);
    return node;
  }

  #node(zxid: bigint, { data, acl, owner }: CreateOptions): Node {
    const nowMs = this.now();
    return {
      data,
      acl,
      children: new Set(),
      created: 0,
      czxid: zxid,
      mzxid: zxid,
      pzxid: zxid,
      ctime: nowMs,
      mtime: nowMs,
      version: 0,
      aversion: 0,
      ephemeralOwner: owner,
    };
  }
}

function checkData(data: Buffer | null): void {
  if ((data?.length ?? 0) > MAX_DATA_BYTES) throw new ZkError(ErrorCode.BAD_ARGUMENTS);
}
