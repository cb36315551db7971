// A watch that loses no change. The task: npm start -- exercise 16-watch

/** A part of ZooKeeper's tree, passed in so that a test can decide when it changes. */
export interface Tree {
  /** The names of the children, and from then on a watch, which fires once. */
  childrenAndWatch(onChange: () => void): Promise<readonly string[]>;
  /** The data of a child. Rejects with the code NO_NODE if it is gone. */
  data(name: string): Promise<string>;
}

export interface Change {
  /** Name and data of each server that is new, in the order of the names. */
  readonly added: readonly (readonly [name: string, data: string])[];
  /** The names of those that are gone, in order. */
  readonly removed: readonly string[];
}

/** The servers of a tree, kept up to date. */
export class ServerList {
  constructor(tree: Tree, onChange: (change: Change) => void) {
    // not written yet: keep both
  }

  /** The servers as they are known now: their data by their names. */
  get servers(): ReadonlyMap<string, string> {
    throw new Error('not written yet: servers');
  }

  /** Reads the list for the first time. Resolves when it is complete. */
  start(): Promise<void> {
    throw new Error('not written yet: start');
  }
}
