// The spread, measured and explained: solved.
//
// Which is fairer for 200 clients and 4 workers: with hashes each worker gets about 50,
// give or take 6, whether or not the clients arrive in a burst, so fairness is about
// 0.985. With a shared socket it depends on how long the other workers take to wake up. A
// worker that accepts 100 clients before that ends up with 125 of the 200, and fairness
// is 0.57.
//
// Why not always SO_REUSEPORT: the kernel chooses before any worker is ready. A worker
// that computes for a second, or dies, still gets its share, and its clients wait or are
// lost even if another worker is idle. With a shared socket a busy worker accepts
// nothing.

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
  let sum = 0;
  let squares = 0;
  for (const count of counts) {
    sum += count;
    squares += count * count;
  }
  return sum === 0 ? 1 : (sum * sum) / (counts.length * squares);
}

/**
 * How many connections of a burst each worker gets from one shared listening socket.
 * @param awakeAt the first turn in which each worker can accept
 */
export function sharedListener(clients: number, awakeAt: readonly number[]): number[] {
  const counts = awakeAt.map(() => 0);
  let backlog = clients;
  for (let turn = Math.min(...awakeAt); backlog > 0 && counts.length > 0; turn++) {
    for (const [worker, first] of awakeAt.entries()) {
      if (turn < first || backlog === 0) continue;
      counts[worker] = (counts[worker] ?? 0) + 1;
      backlog--;
    }
  }
  return counts;
}

/**
 * The same with SO_REUSEPORT, where each worker has a listening socket of its own.
 * @param hashes of each client's address and port, unsigned 32-bit numbers
 * @param dead the worker that dies before it accepts, if any
 */
export function ownListeners(hashes: readonly number[], workers: number, dead?: number): Outcome {
  const counts = Array.from({ length: workers }, () => 0);
  let lost = 0;
  for (const hash of hashes) {
    // a shift by 32 bits; >>> takes its right operand modulo 32, so it would not shift
    const worker = Math.floor((hash * workers) / 2 ** 32);
    if (worker === dead) lost++;
    else counts[worker] = (counts[worker] ?? 0) + 1;
  }
  return { counts, lost };
}
