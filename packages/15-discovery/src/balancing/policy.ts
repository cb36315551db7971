// How a client chooses among the servers that it knows (chapter 15).

/** A server that may be chosen. */
export interface Candidate {
  /** Who it is: `host:port`. */
  readonly key: string;
  /** How much of the load it shall have, beside the others: above zero. */
  readonly weight: number;
  /** Calls of this client that it has not answered yet. */
  readonly pending: number;
}

export interface Policy {
  /**
   * @param callKey what the call is about, for a policy that sends the same to the same server
   * @returns undefined only when there is no candidate
   */
  choose<C extends Candidate>(candidates: readonly C[], callKey?: string): C | undefined;
}

/** A number from 0 up to and without 1. */
export type Random = () => number;
