// Everything that outlives a connection: the tree, the sessions, the watches, and the
// zxid of the last change.

import { Sessions, type Session, type SessionLimits } from './sessions';
import { parentOf } from '../tree/path';
import { Tree, type CreateOptions } from '../tree/tree';
import { Watches } from '../tree/watches';

export class State {
  readonly tree = new Tree();
  readonly watches = new Watches();
  readonly sessions: Sessions;
  /** The zxid of the last change. A failed write takes one too. */
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

  /** Applies all changes of `run`, or none if it throws. */
  atomically(run: () => void): void {
    this.watches.hold();
    try {
      this.tree.atomically(run);
    } catch (error) {
      this.watches.dropHeld();
      throw error;
    }
    this.watches.fireHeld();
  }

  /** Closes a session because its client asked for it. */
  closeSession(session: Session): void {
    if (this.sessions.close(session)) this.#forget(session);
  }

  /** Deletes the session's ephemeral nodes. */
  #forget(session: Session): void {
    this.nextZxid();
    for (const path of this.tree.ephemeralsOf(session.id)) this.delete(path, -1);
  }
}
