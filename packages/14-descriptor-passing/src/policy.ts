// How the master chooses the worker that gets the next connection. It knows how many
// connections each one has open.

/** What a policy knows about a worker. */
export interface Candidate {
  /** Connections passed to it that it has not reported as closed. */
  readonly open: number;
}

export type Policy = <C extends Candidate>(candidates: readonly C[]) => C | undefined;

// #region policies
/** One after the other, however busy they are. */
export function roundRobin(): Policy {
  let turn = 0;
  return (candidates) => candidates[turn++ % candidates.length];
}

/** The worker with the fewest open connections; the first one if several are equal. */
export function leastConnections(): Policy {
  return ([first, ...others]) => {
    let least = first;
    for (const other of others) if (least === undefined || other.open < least.open) least = other;
    return least;
  };
}
// #endregion policies

/** The values of --policy. The first is the default. */
export const POLICY_NAMES = ['round-robin', 'least-connections'] as const;

/** @throws Error for an unknown name */
export function policyNamed(name: string | undefined): Policy {
  if (name === 'round-robin') return roundRobin();
  if (name === 'least-connections') return leastConnections();
  throw new Error(`unknown policy: ${name}`);
}
