// Watches: who wants to hear of a change, once. A watch is gone when it has fired, and
// with its connection.

import type { Acl } from './acl';

export const EventType = { CREATED: 1, DELETED: 2, DATA_CHANGED: 3, CHILDREN_CHANGED: 4 } as const;

/** A connection that can be told of an event. */
export interface Watcher {
  /**
   * @param acl of the node: the event is only for those who may read it. Undefined: for
   * all
   */
  notify(type: number, path: string, acl?: readonly Acl[]): void;
}

/**
 * `data` is what getData and exists leave, also on a path that has no node; `children` is
 * what getChildren leaves.
 */
export type WatchKind = 'data' | 'children';

export class Watches {
  readonly #watchers: Readonly<Record<WatchKind, Map<string, Set<Watcher>>>> = {
    data: new Map(),
    children: new Map(),
  };

  /** Changes of a transaction in progress. No watch is notified before it commits. */
  #held: (() => void)[] | undefined;

  add(kind: WatchKind, path: string, watcher: Watcher): void {
    const set = this.#watchers[kind].get(path) ?? new Set();
    this.#watchers[kind].set(path, set.add(watcher));
  }

  hold(): void {
    this.#held = [];
  }

  /** @param tell whether what was held is told now, or forgotten */
  release(tell: boolean): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    if (tell) for (const fire of held) fire();
  }

  // #region fire
  created(path: string, acl: readonly Acl[], parent: string, parentAcl: readonly Acl[]): void {
    this.#fire(['data'], path, EventType.CREATED, acl);
    this.#fire(['children'], parent, EventType.CHILDREN_CHANGED, parentAcl);
  }

  /**
   * One event for each watcher of the node, also if it watches its data and its children.
   */
  deleted(path: string, acl: readonly Acl[], parent: string, parentAcl: readonly Acl[]): void {
    this.#fire(['data', 'children'], path, EventType.DELETED, acl);
    this.#fire(['children'], parent, EventType.CHILDREN_CHANGED, parentAcl);
  }

  changed(path: string, acl: readonly Acl[]): void {
    this.#fire(['data'], path, EventType.DATA_CHANGED, acl);
  }

  /** A watch is spent also when its client may not read the node, and is told nothing. */
  #fire(kinds: readonly WatchKind[], path: string, type: number, acl: readonly Acl[]): void {
    if (this.#held !== undefined) {
      this.#held.push(() => this.#fire(kinds, path, type, acl));
      return;
    }
    const watchers = new Set(kinds.flatMap((kind) => [...(this.#watchers[kind].get(path) ?? [])]));
    for (const kind of kinds) this.#watchers[kind].delete(path);
    for (const watcher of watchers) watcher.notify(type, path, acl);
  }
  // #endregion fire

  /** A connection is gone: it hears of nothing any more. */
  forget(watcher: Watcher): void {
    for (const map of Object.values(this.#watchers)) {
      for (const [path, set] of map) if (set.delete(watcher) && set.size === 0) map.delete(path);
    }
  }
}
