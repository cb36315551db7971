// A watch that loses no change, solved.
//
// Why it does no harm to miss a server that came and went between two reads: a list of
// servers only has to be right now. A program that needs every change needs a log.

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
  #servers: ReadonlyMap<string, string> = new Map();
  #isReading = false;
  /** A watch has fired since the current read began. */
  #isOutdated = false;

  constructor(
    private readonly tree: Tree,
    private readonly onChange: (change: Change) => void,
  ) {}

  /** The servers known now: data by name. */
  get servers(): ReadonlyMap<string, string> {
    return this.#servers;
  }

  /** Reads the list for the first time. Resolves when it has it. */
  async start(): Promise<void> {
    this.#isReading = true;
    try {
      do {
        this.#isOutdated = false;
        await this.#readOnce();
      } while (this.#isOutdated);
    } finally {
      this.#isReading = false;
    }
  }

  readonly #onWatch = (): void => {
    this.#isOutdated = true;
    // An error leaves the list as it was. A production program would try again.
    if (!this.#isReading) this.start().catch(() => undefined);
  };

  async #readOnce(): Promise<void> {
    const names = [...(await this.tree.childrenAndWatch(this.#onWatch))].sort();
    const servers = new Map<string, string>();
    const added: (readonly [string, string])[] = [];
    for (const name of names) {
      const known = this.#servers.get(name);
      const data = known ?? (await this.#dataOf(name));
      if (data === undefined) continue;
      servers.set(name, data);
      if (known === undefined) added.push([name, data]);
    }
    const removed = [...this.#servers.keys()].filter((name) => !servers.has(name)).sort();
    this.#servers = servers;
    if (added.length > 0 || removed.length > 0) this.onChange({ added, removed });
  }

  /** Undefined if the server has left since its name was read. */
  async #dataOf(name: string): Promise<string | undefined> {
    try {
      return await this.tree.data(name);
    } catch (error) {
      if ((error as { code?: unknown }).code === 'NO_NODE') return undefined;
      throw error;
    }
  }
}
