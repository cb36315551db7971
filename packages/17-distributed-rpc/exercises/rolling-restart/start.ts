// A rolling restart. The task: npm start -- exercise 17-rolling-restart

/** The operations on the servers of a service. */
export interface Fleet {
  /** Starts a server of the new version. Resolves to its name. */
  start(): Promise<string>;
  /** Resolves when clients have it in their lists. */
  listed(name: string): Promise<void>;
  /** Resolves when it has answered a ping. */
  ping(name: string): Promise<void>;
  /** Removes it from the registry. */
  leave(name: string): Promise<void>;
  /** Resolves when no client has it in its list. */
  noticed(name: string): Promise<void>;
  /** Resolves when it has answered its calls in flight. */
  drained(name: string): Promise<void>;
  /** Ends its process at once. */
  kill(name: string): Promise<void>;
}

export interface Outcome {
  /** The old servers that were replaced, in order. */
  readonly replaced: readonly string[];
  /** The old server that could not be replaced. */
  readonly failedAt: string | undefined;
}

/** Replaces every server with one of the new version, one after the other. */
export function rollingRestart(fleet: Fleet, old: readonly string[]): Promise<Outcome> {
  throw new Error('not written yet: rollingRestart');
}
