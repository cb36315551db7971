// How many servers? Solved.
//
// With an offered load of 2, B is 2/3, 2/5 and 4/19 for one, two and three workers.
//
// The smallest number of workers that can be enough is the next whole number above the
// offered load: with fewer, the queue grows without bound. From there the tail shrinks
// with each worker added, so the first number that fits is the answer. For an offered
// load of ten thousand that takes about a hundred steps.

/** The share of the requests that find all workers busy, if no request can wait. */
export function erlangB(offered: number, workers: number): number {
  let busy = 1;
  for (let n = 1; n <= workers; n++) busy = (offered * busy) / (n + offered * busy);
  return busy;
}

/** The share of the requests that have to wait, if they can. */
export function erlangC(offered: number, workers: number): number {
  if (offered >= workers) return 1;
  const busy = erlangB(offered, workers);
  return busy / (1 - (offered / workers) * (1 - busy));
}

/** The share of the requests that wait longer than `services` mean service times. */
export function shareThatWaitsLonger(offered: number, workers: number, services: number): number {
  if (offered >= workers) return 1;
  return erlangC(offered, workers) * Math.exp(-(workers - offered) * services);
}

/** The smallest number of workers for which at most `share` wait longer than that. */
export function workersFor(offered: number, services: number, share: number): number {
  let workers = Math.floor(offered) + 1;
  while (shareThatWaitsLonger(offered, workers, services) > share) workers++;
  return workers;
}
