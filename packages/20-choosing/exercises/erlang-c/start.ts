// How many servers? The task: npm start -- exercise 20-erlang-c

/** The share of the requests that find all workers busy, if no request can wait. */
export function erlangB(offered: number, workers: number): number {
  throw new Error('not written yet: erlangB');
}

/** The share of the requests that have to wait, if they can. */
export function erlangC(offered: number, workers: number): number {
  throw new Error('not written yet: erlangC');
}

/** The share of the requests that wait longer than `services` mean service times. */
export function shareThatWaitsLonger(offered: number, workers: number, services: number): number {
  throw new Error('not written yet: shareThatWaitsLonger');
}

/** The smallest number of workers for which at most `share` wait longer than that. */
export function workersFor(offered: number, services: number, share: number): number {
  throw new Error('not written yet: workersFor');
}
