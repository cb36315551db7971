// Smooth weighted round robin. The task: npm start -- exercise 15-smooth-weighted

export interface Candidate {
  /** The server's name. */
  readonly key: string;
  /** Its share of the load relative to the others, above zero. */
  readonly weight: number;
}

/** Chooses heavy servers more often, but spreads their turns. */
export class SmoothWeightedRoundRobin {
  /** The server for the next call; undefined only if the list is empty. */
  choose<C extends Candidate>(candidates: readonly C[]): C | undefined {
    throw new Error('not written yet: choose');
  }
}
