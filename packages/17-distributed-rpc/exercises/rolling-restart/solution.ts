// A rolling restart, solved.
//
// What else to look at before the next one is replaced: a ping shows that the process
// answers, not that its methods work. So compare the new server with the old ones under
// real load for a while: its error rate and its latency. That is called a canary. It
// takes minutes, and the loop below is where it would wait.

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
export async function rollingRestart(fleet: Fleet, old: readonly string[]): Promise<Outcome> {
  const replaced: string[] = [];
  for (const name of old) {
    if (!(await startsWell(fleet))) return { replaced, failedAt: name };
    await stop(fleet, name);
    replaced.push(name);
  }
  return { replaced, failedAt: undefined };
}

/** Starts a new server. @returns whether it works; if not, it has been stopped again */
async function startsWell(fleet: Fleet): Promise<boolean> {
  let name: string;
  try {
    name = await fleet.start();
  } catch {
    return false;
  }
  try {
    await fleet.listed(name);
    await fleet.ping(name);
    return true;
  } catch {
    await stop(fleet, name); // clients may have found it
    return false;
  }
}

/** Stops a server without losing a call: first no new calls, then the last answers. */
async function stop(fleet: Fleet, name: string): Promise<void> {
  await fleet.leave(name);
  await fleet.noticed(name); // until then clients send it new calls
  await fleet.drained(name);
  await fleet.kill(name);
}
