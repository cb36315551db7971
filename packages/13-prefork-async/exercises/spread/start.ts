// The spread, measured and explained. The task: npm start -- exercise 13-spread

/** What happens to connections that arrive at listening sockets of several workers. */
export interface Outcome {
  /** How many connections each worker accepts. */
  readonly counts: readonly number[];
  /** Connections that no worker accepts. */
  readonly lost: number;
}

/**
 * Jain's index: how even a spread is.
 * @returns from 1 / workers, if one has everything, to 1, if all have the same number
 */
export function fairness(counts: readonly number[]): number {
  throw new Error('not written yet: fairness');
}

/**
 * How many connections of a burst each worker gets from one shared listening socket.
 * @param awakeAt the first turn in which each worker can accept
 */
export function sharedListener(clients: number, awakeAt: readonly number[]): number[] {
  throw new Error('not written yet: sharedListener');
}

/**
 * The same with SO_REUSEPORT, where each worker has a listening socket of its own.
 * @param hashes of each client's address and port, unsigned 32-bit numbers
 * @param dead the worker that dies before it accepts, if any
 */
export function ownListeners(hashes: readonly number[], workers: number, dead?: number): Outcome {
  throw new Error('not written yet: ownListeners');
}
