// Which worker gets the next connection. The master knows how many connections each one
// has open.

/** What a policy may know of a worker. */
export interface Candidate {
  /** Connections that it was given and has not reported as closed. */
  readonly open: number;
}

export type Policy = <C extends Candidate>(candidates: readonly C[]) => C | undefined;

// #region policies
/** One after the other, whatever they have to do. */
export function roundRobin(): Policy {
  let turn = 0;
  return (candidates) => candidates[turn++ % candidates.length];
}

/** The one with the fewest open connections; among equals, the first. */
export function leastConnections(): Policy {
  return ([first, ...others]) => {
    let least = first;
    for (const other of others) if (least === undefined || other.open < least.open) least = other;
    return least;
  };
}
// #endregion policies

/** The words of --policy. The first is the default. */
export const POLICY_NAMES = ['round-robin', 'least-connections'] as const;

/** @throws Error for a word that names no policy */
export function policyNamed(name: string | undefined): Policy {
  if (name === 'round-robin') return roundRobin();
  if (name === 'least-connections') return leastConnections();
  throw new Error(`there is no policy ${name}`);
}
