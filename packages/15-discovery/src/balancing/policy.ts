// How a client chooses among its servers (chapter 15).

/** A server that may be chosen. */
export interface Candidate {
  /** Its name: `host:port`. */
  readonly key: string;
  /** Its share of the load relative to the others, above zero. */
  readonly weight: number;
  /** Calls of this client that it has not answered yet. */
  readonly pending: number;
}

export interface Policy {
  /**
   * @param candidates only their `pending` may change later. Other candidates, or other
   *   weights, are another array, so a policy may keep what it computed for this one.
   * @param callKey for a policy that sends calls with the same key to the same server
   * @returns undefined only when there is no candidate
   */
  choose<C extends Candidate>(candidates: readonly C[], callKey?: string): C | undefined;
}

/** A number from 0 up to, but not including, 1. */
export type Random = () => number;
