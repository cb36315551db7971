// A watch that loses no change. The task: npm start -- exercise 16-watch

/** A part of ZooKeeper's tree, passed in so that a test can decide when it changes. */
export interface Tree {
  /** Returns the names of the children, and sets a watch on them, which fires once. */
  childrenAndWatch(onChange: () => void): Promise<readonly string[]>;
  /** The data of a child. Rejects with the code NO_NODE if it is gone. */
  data(name: string): Promise<string>;
}

export interface Change {
  /** Name and data of each new server, sorted by name. */
  readonly added: readonly (readonly [name: string, data: string])[];
  /** The names of those that are gone, sorted. */
  readonly removed: readonly string[];
}

/** The servers of a tree, kept up to date. */
export class ServerList {
  constructor(tree: Tree, onChange: (change: Change) => void) {
    // not written yet: keep both
  }

  /** The servers known now: data by name. */
  get servers(): ReadonlyMap<string, string> {
    throw new Error('not written yet: servers');
  }

  /** Reads the list for the first time. Resolves when it has it. */
  start(): Promise<void> {
    throw new Error('not written yet: start');
  }
}
