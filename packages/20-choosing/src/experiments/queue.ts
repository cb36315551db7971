// One queue, simulated and calculated (chapter 20). If the simulation did not agree with
// the formulas here, nothing that it says about a thousand servers would count.

import { exponential, randomOf } from '../simulation/random';
import { SimulatedServer } from '../simulation/server';
import { Simulation } from '../simulation/simulation';
import { meanTimeInSystem, meanWait, shareThatWaits, timeInSystem } from '../theory/queues';
import type { Experiment, Finding } from './finding';
import { mean, quantile } from './statistics';

export interface QueueOptions {
  readonly seed: number;
  readonly workers: number;
  /** The share of the time in which a worker has work. */
  readonly utilization: number;
  readonly requests: number;
}

/** In milliseconds, a request each. A service takes 1 ms on average. */
export interface QueueTimes {
  /** From arrival to answer. */
  readonly inSystem: readonly number[];
  /** From arrival to the start of the service. */
  readonly waits: readonly number[];
}

// #region simulate-queue
export function simulateQueue({ seed, workers, utilization, requests }: QueueOptions): QueueTimes {
  const simulation = new Simulation();
  const [arrivals, services] = [randomOf(seed, 'arrivals'), randomOf(seed, 'services')];
  const arrivedAtMs: number[] = [];
  const waits: number[] = [];
  const inSystem: number[] = [];
  const serviceMs = (): number => {
    // First in, first out: the service that starts is that of the next request.
    waits.push(simulation.now() - (arrivedAtMs[waits.length] ?? NaN));
    return exponential(1, services);
  };
  const server = new SimulatedServer(simulation, { workers, serviceMs });
  const gapMs = (): number => exponential(1 / (workers * utilization), arrivals);
  simulation.repeat(gapMs, Infinity, () => {
    const atMs = simulation.now();
    arrivedAtMs.push(atMs);
    server.submit(() => inSystem.push(simulation.now() - atMs));
  });
  while (inSystem.length < requests) simulation.step();
  return { inSystem, waits: waits.slice(0, requests) };
}
// #endregion simulate-queue

const LOADS = [0.5, 0.7, 0.8, 0.9, 0.95] as const;
const WORKERS = [1, 2, 8, 32] as const;
const SHARES = [0.5, 0.9, 0.99, 0.999] as const;

export const queue: Experiment = {
  name: 'queue',
  about: 'one queue with 1 to 32 workers, against the formulas',
  run({ seed, full, onProgress }): Finding {
    const requests = full ? 500_000 : 100_000;
    const parts = LOADS.length + WORKERS.length;
    const byLoad = LOADS.map((utilization, n) => {
      onProgress?.(n, parts);
      return { utilization, ...simulateQueue({ seed, workers: 1, utilization, requests }) };
    });
    const byWorkers = WORKERS.map((workers, n) => {
      onProgress?.(LOADS.length + n, parts);
      return { workers, ...simulateQueue({ seed, workers, utilization: 0.9, requests }) };
    });
    const load = (utilization: number, workers = 1): { arrivals: number; services: number } => ({
      arrivals: workers * utilization,
      services: 1,
    });
    return {
      experiment: 'queue',
      seed,
      tables: [
        {
          title: 'one worker: time in the system, in service times, simulated and (calculated)',
          columns: ['load', 'mean', ...SHARES.map((share) => `p${share * 100}`)],
          rows: byLoad.map(({ utilization, inSystem }) => [
            percent(utilization),
            both(mean(inSystem), meanTimeInSystem(load(utilization))),
            ...SHARES.map((share) =>
              both(quantile(inSystem, share), timeInSystem(load(utilization), share)),
            ),
          ]),
        },
        {
          title: 'a load of 90 %: who waits, simulated and (calculated)',
          columns: ['workers', 'share that waits', 'mean wait'],
          rows: byWorkers.map(({ workers, waits }) => [
            workers,
            both(
              waits.filter((wait) => wait > 0).length / waits.length,
              shareThatWaits(load(0.9, workers), workers),
            ),
            both(mean(waits), meanWait(load(0.9, workers), workers)),
          ]),
        },
      ],
      plots: [
        {
          title: 'One worker: time in the system by load',
          x: 'load',
          y: 'service times',
          series: [
            {
              name: 'p99',
              points: byLoad.map((one) => [one.utilization, quantile(one.inSystem, 0.99)]),
            },
            {
              name: 'mean',
              points: byLoad.map((one) => [one.utilization, mean(one.inSystem)]),
            },
          ],
        },
      ],
      says: [
        'From 80 to 90 % of load the time doubles, and from 90 to 95 % again: 1 / (1 - load).',
        'More workers at one queue wait less at the same load, because one is free more often.',
      ],
    };
  },
};

function both(simulated: number, calculated: number): string {
  return `${simulated.toPrecision(3)} (${calculated.toPrecision(3)})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
