// Which policy keeps the tail short (chapter 20): chapter 15's policies meet the same
// requests, at twenty servers, from one client that sees every call and from twenty
// clients that see only their own.

import {
  LeastPending,
  RandomChoice,
  RoundRobin,
  SmoothWeightedRoundRobin,
  TwoChoices,
  type Policy,
  type Random,
} from '@bytes-up/discovery';
import { SimulatedClient } from '../simulation/client';
import { exponential, randomOf } from '../simulation/random';
import { SimulatedServer } from '../simulation/server';
import { Simulation } from '../simulation/simulation';
import type { Experiment, ExperimentOptions, Finding, Series } from './finding';
import { quantile } from './statistics';

type MakePolicy = (random: Random) => Policy;

// #region policies
export const POLICIES: Readonly<Record<string, MakePolicy>> = {
  random: (random) => new RandomChoice(random),
  'round robin': () => new RoundRobin(),
  'smooth weighted': () => new SmoothWeightedRoundRobin(),
  'two choices': (random) => new TwoChoices(random),
  'least pending': (random) => new LeastPending(random),
};
// #endregion policies

export interface PicksOptions {
  readonly seed: number;
  readonly policy: MakePolicy;
  readonly servers: number;
  readonly clients: number;
  /** The share of the time in which a server is busy, if all have equal load. */
  readonly utilization: number;
  readonly requests: number;
  /** How many times as long the first server takes for a request. Default 1. */
  readonly slowness?: number;
}

/** No retries, and no timeout: only the choice differs. */
const RETRIES = { attempts: 1, baseMs: 0, maxMs: 0, budget: 0, reserve: 0 };

// #region simulate-picks
/** @returns how long each call took, in milliseconds; a service takes 1 ms on average */
export function simulatePicks(options: PicksOptions): number[] {
  const { seed, utilization, requests } = options;
  const simulation = new Simulation();
  const servers = new Map<string, SimulatedServer>();
  for (let n = 0; n < options.servers; n++) {
    const services = randomOf(seed, `services ${n}`);
    const serviceMs = (): number => exponential(1, services);
    servers.set(`server ${n}`, new SimulatedServer(simulation, { serviceMs }));
  }
  for (const first of [...servers.values()].slice(0, 1)) first.slowness = options.slowness ?? 1;
  const clients = Array.from({ length: options.clients }, (_, n) => {
    const random = randomOf(seed, `client ${n}`);
    const policy = options.policy(random);
    const attemptTimeoutMs = Infinity;
    return new SimulatedClient(simulation, servers, {
      policy,
      retries: RETRIES,
      attemptTimeoutMs,
      random,
    });
  });
  const arrivals = randomOf(seed, 'arrivals');
  const callers = randomOf(seed, 'callers');
  const tookMs: number[] = [];
  const gapMs = (): number => exponential(1 / (options.servers * utilization), arrivals);
  simulation.repeat(gapMs, Infinity, () => {
    const client = clients[Math.floor(callers() * clients.length)];
    client?.call(({ durationMs }) => tookMs.push(durationMs));
  });
  while (tookMs.length < requests) simulation.step();
  return tookMs;
}
// #endregion simulate-picks

const SERVERS = 20;
const LOADS = [0.5, 0.7, 0.8, 0.9, 0.95] as const;

export const picks: Experiment = {
  name: 'picks',
  about: 'the policies of chapter 15 under load: the tail of the latency',
  run({ seed, full, onProgress }: ExperimentOptions): Finding {
    const requests = full ? 200_000 : 20_000;
    const names = Object.keys(POLICIES);
    const p99 = new Map<string, number[]>(names.map((name) => [name, []]));
    const rows = names.map((name, n) => {
      const policy = POLICIES[name] as MakePolicy;
      const common = { seed, policy, servers: SERVERS, requests };
      for (const [m, utilization] of LOADS.entries()) {
        onProgress?.(n * LOADS.length + m, names.length * LOADS.length);
        const tookMs = simulatePicks({ ...common, clients: 1, utilization });
        p99.get(name)?.push(quantile(tookMs, 0.99));
      }
      const many = simulatePicks({ ...common, clients: SERVERS, utilization: 0.9 });
      const slow = simulatePicks({ ...common, clients: 1, utilization: 0.5, slowness: 4 });
      const tails = LOADS.flatMap((load, m) =>
        load === 0.5 || load === 0.9 ? [p99.get(name)?.[m] ?? NaN] : [],
      );
      return [name, ...tails, quantile(many, 0.99), quantile(slow, 0.99)];
    });
    const series: Series[] = names.map((name) => ({
      name,
      points: LOADS.map((load, m) => [load, p99.get(name)?.[m] ?? NaN] as const),
    }));
    return {
      experiment: 'picks',
      seed,
      tables: [
        {
          title: `p99 of a call, in service times, at ${SERVERS} servers`,
          columns: [
            'policy',
            'load 50 %',
            'load 90 %',
            `90 %, ${SERVERS} clients`,
            '50 %, one server 4 times slower',
          ],
          rows,
        },
      ],
      plots: [{ title: 'p99 by load, one client', x: 'load', y: 'service times', series }],
      says: [
        'Policies that count pending calls keep the tail short. Two counters are nearly as good as all.',
        'A client counts only its own calls. With many clients of few calls each, counting says less.',
        'A slow server gets its full share of the calls from policies that do not count.',
      ],
    };
  },
};
