// What queueing theory says (chapter 20). Requests arrive at random times, `arrivals` of
// them per second, and a busy worker serves `services` of them per second. Service times
// are exponential. The simulation is tested against these formulas.

export interface Load {
  /** Requests per second. */
  readonly arrivals: number;
  /** Requests that one worker serves per second. */
  readonly services: number;
}

// #region mm1
/** One worker (M/M/1): the mean time from arrival to answer, in seconds. */
export function meanTimeInSystem({ arrivals, services }: Load): number {
  return 1 / (services - arrivals);
}

/** One worker: the time that a share of the requests does not exceed, in seconds. */
export function timeInSystem({ arrivals, services }: Load, share: number): number {
  return -Math.log(1 - share) / (services - arrivals);
}
// #endregion mm1

// #region erlang
/**
 * Several workers and one queue (M/M/c): the share of the requests that must wait. It is
 * Erlang's C formula, by way of his B, which grows worker by worker without factorials.
 */
export function shareThatWaits({ arrivals, services }: Load, workers: number): number {
  const offered = arrivals / services;
  let blocked = 1; // Erlang B: the share that finds all workers busy, if there is no queue
  for (let n = 1; n <= workers; n++) blocked = (offered * blocked) / (n + offered * blocked);
  const utilization = offered / workers;
  return blocked / (1 - utilization * (1 - blocked));
}

/** Several workers: the mean time in the queue, in seconds. */
export function meanWait(load: Load, workers: number): number {
  return shareThatWaits(load, workers) / (workers * load.services - load.arrivals);
}
// #endregion erlang

// #region two-choices
/**
 * Many servers, and each request goes to the shorter one of two random queues: the share
 * of the servers that have at least `requests`. With one random choice it is
 * utilization^requests (Vvedenskaya, Dobrushin and Karpelevich 1996; Mitzenmacher 1996).
 */
export function shareWithAtLeast(requests: number, utilization: number, choices: 1 | 2): number {
  return utilization ** (choices === 1 ? requests : 2 ** requests - 1);
}
// #endregion two-choices

/** The mean time in the system with this many choices, in multiples of a service time. */
export function meanTimeByChoices(utilization: number, choices: 1 | 2): number {
  let requests = 0;
  for (let n = 1; n < 1_000; n++) requests += shareWithAtLeast(n, utilization, choices);
  return requests / utilization; // Little's law
}

/**
 * One worker: how much the mean wait in the queue of n requests in a row varies, times n,
 * in squared service times. Waits depend on each other, so this is far more than the
 * variance of one of them (Blomqvist 1967).
 */
export function varianceOfMeanWait(utilization: number): number {
  const u = utilization;
  return (u * (2 + 5 * u - 4 * u ** 2 + u ** 3)) / (1 - u) ** 4;
}
