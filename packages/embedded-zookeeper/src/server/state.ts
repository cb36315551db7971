// All that a server remembers: the tree, the sessions, the watches, and the number of the
// last change. Connections come and go.

import { Sessions, type Session, type SessionLimits } from './sessions';
import { parentOf } from '../tree/path';
import { Tree, type CreateOptions } from '../tree/tree';
import { Watches } from '../tree/watches';

export class State {
  readonly tree = new Tree();
  readonly watches = new Watches();
  readonly sessions: Sessions;
  /** The number of the last change. A failed write has one too. */
  zxid = 0n;

  constructor(limits: SessionLimits) {
    this.sessions = new Sessions(limits, (session) => this.#forget(session));
  }

  nextZxid(): bigint {
    return ++this.zxid;
  }

  // #region changes
  create(path: string, options: CreateOptions): string {
    const created = this.tree.create(path, options, this.zxid);
    const parent = parentOf(created);
    this.watches.created(created, options.acl, parent, this.tree.acl(parent));
    return created;
  }

  delete(path: string, version: number): void {
    const acl = this.tree.acl(path);
    this.tree.delete(path, version, this.zxid);
    const parent = parentOf(path);
    this.watches.deleted(path, acl, parent, this.tree.acl(parent));
  }

  setData(path: string, data: Buffer | null, version: number): void {
    this.tree.setData(path, data, version, this.zxid);
    this.watches.changed(path, this.tree.acl(path));
  }
  // #endregion changes

  /** All changes of `run`, or none if it throws. */
  atomically(run: () => void): void {
    this.watches.hold();
    let isThrough = false;
    try {
      this.tree.atomically(run);
      isThrough = true;
    } finally {
      this.watches.release(isThrough);
    }
  }

  /** A session ends by its client's wish. */
  closeSession(session: Session): void {
    if (this.sessions.close(session)) this.#forget(session);
  }

  /** A session's nodes end with it. */
  #forget(session: Session): void {
    this.nextZxid();
    for (const path of this.tree.ephemeralsOf(session.id)) this.delete(path, -1);
  }
}
