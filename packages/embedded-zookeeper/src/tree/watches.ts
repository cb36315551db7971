// Watches. A watch notifies its client of one change: it is removed when it fires, and
// when its connection closes.

import type { Acl } from './acl';

export const EventType = { CREATED: 1, DELETED: 2, DATA_CHANGED: 3, CHILDREN_CHANGED: 4 } as const;

/** A connection that can be notified of an event. */
export interface Watcher {
  /**
   * @param acl the node's: the event is sent only if the client may read the node.
   * Undefined: it is sent in any case
   */
  notify(type: number, path: string, acl?: readonly Acl[]): void;
}

/**
 * `data` watches are set by getData and exists, also on a path without a node; `children`
 * watches are set by getChildren.
 */
export type WatchKind = 'data' | 'children';

export class Watches {
  readonly #watched: Readonly<Record<WatchKind, Watched>> = {
    data: new Watched(),
    children: new Watched(),
  };

  /** The changes of the running transaction. No watch fires before it commits. */
  #held: (() => void)[] | undefined;

  add(kind: WatchKind, path: string, watcher: Watcher): void {
    this.#watched[kind].add(path, watcher);
  }

  /** Holds all events back until `fireHeld` or `dropHeld`. */
  hold(): void {
    this.#held = [];
  }

  fireHeld(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const fire of held) fire();
  }

  dropHeld(): void {
    this.#held = undefined;
  }

  // #region fire
  created(path: string, acl: readonly Acl[], parent: string, parentAcl: readonly Acl[]): void {
    this.#fire(['data'], path, EventType.CREATED, acl);
    this.#fire(['children'], parent, EventType.CHILDREN_CHANGED, parentAcl);
  }

  /**
   * Sends one event to each watcher of the node, even if it watches both data and
   * children.
   */
  deleted(path: string, acl: readonly Acl[], parent: string, parentAcl: readonly Acl[]): void {
    this.#fire(['data', 'children'], path, EventType.DELETED, acl);
    this.#fire(['children'], parent, EventType.CHILDREN_CHANGED, parentAcl);
  }

  changed(path: string, acl: readonly Acl[]): void {
    this.#fire(['data'], path, EventType.DATA_CHANGED, acl);
  }

  /** Removes a watch even if its client may not read the node, and so gets no event. */
  #fire(kinds: readonly WatchKind[], path: string, type: number, acl: readonly Acl[]): void {
    if (this.#held !== undefined) {
      this.#held.push(() => this.#fire(kinds, path, type, acl));
      return;
    }
    const watchers = new Set(kinds.flatMap((kind) => [...this.#watched[kind].take(path)]));
    for (const watcher of watchers) watcher.notify(type, path, acl);
  }
  // #endregion fire

  /** Removes all watches of a closed connection. */
  forget(watcher: Watcher): void {
    for (const watched of Object.values(this.#watched)) watched.forget(watcher);
  }
}

/**
 * Who watches which path, and what each one watches, so that neither an event nor the end
 * of a connection searches the watches of all others.
 */
class Watched {
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #paths = new Map<Watcher, Set<string>>();

  add(path: string, watcher: Watcher): void {
    addTo(this.#watchers, path, watcher);
    addTo(this.#paths, watcher, path);
  }

  /** Removes the watches of a path. @returns their watchers */
  take(path: string): ReadonlySet<Watcher> {
    const watchers = this.#watchers.get(path) ?? new Set();
    this.#watchers.delete(path);
    for (const watcher of watchers) removeFrom(this.#paths, watcher, path);
    return watchers;
  }

  forget(watcher: Watcher): void {
    const paths = this.#paths.get(watcher) ?? [];
    this.#paths.delete(watcher);
    for (const path of paths) removeFrom(this.#watchers, path, watcher);
  }
}

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  map.set(key, (map.get(key) ?? new Set<V>()).add(value));
}

/** A set that is empty then is removed, too. */
function removeFrom<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set?.delete(value) === true && set.size === 0) map.delete(key);
}
