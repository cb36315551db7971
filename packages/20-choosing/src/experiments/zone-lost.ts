// A zone is lost (chapter 20): four of twelve servers give no answer any more, as when a
// data centre loses its power. The registry still lists them, until their sessions time
// out. Health has to find out.

import { Health, TwoChoices } from '@bytes-up/discovery';
import { SimulatedClient } from '../simulation/client';
import { exponential, randomOf } from '../simulation/random';
import { SimulatedServer } from '../simulation/server';
import { Simulation } from '../simulation/simulation';
import type { Experiment, ExperimentOptions, Finding } from './finding';
import { quantile } from './statistics';

export interface ZoneOptions {
  readonly seed: number;
  /** Calls, as a share of what all twelve servers can serve. */
  readonly load: number;
  /** Whether the clients use Health. */
  readonly hasHealth: boolean;
  readonly seconds?: number;
}

/** One simulated second. */
export interface ZoneSecond {
  readonly p99Ms: number;
  readonly lost: number;
  /** Attempts that went to the lost zone. */
  readonly wasted: number;
}

// #region scene
const ZONES = 3;
const SERVERS_OF_ZONE = 4;
const WORKERS = 4;
const SERVICE_MS = 20;
const CLIENTS = 10;
/** The defaults of chapter 15's ServiceClient. */
const RETRIES = { attempts: 4, baseMs: 20, maxMs: 1_000, budget: 0.2, reserve: 100 };
const ATTEMPT_TIMEOUT_MS = 1_000;
const LOST_AT_S = 10;
const BACK_AT_S = 30;
// #endregion scene

// #region zone
export function simulateZone(options: ZoneOptions): ZoneSecond[] {
  const { seed, load, hasHealth, seconds = 45 } = options;
  const simulation = new Simulation();
  let wasted = 0;
  const zones = Array.from({ length: ZONES }, (_, zone) =>
    Array.from({ length: SERVERS_OF_ZONE }, (_, n) => {
      const services = randomOf(seed, `services ${zone} ${n}`);
      const serviceMs = (): number => exponential(SERVICE_MS, services);
      const server = new SimulatedServer(simulation, { workers: WORKERS, serviceMs });
      return [`${zone}.${n}`, server] as const;
    }),
  );
  const servers = new Map<string, SimulatedServer>(zones.flat());
  const clients = Array.from({ length: CLIENTS }, (_, n) => {
    const random = randomOf(seed, `client ${n}`);
    const policy = new TwoChoices(random);
    const health = hasHealth ? { health: new Health({}, simulation.now) } : {};
    return new SimulatedClient(simulation, servers, {
      policy,
      ...health,
      retries: RETRIES,
      attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
      random,
      onAttempt: (key) => {
        if (servers.get(key)?.isUp === false) wasted++;
      },
    });
  });
  let tookMs: number[] = [];
  let lost = 0;
  const capacity = (ZONES * SERVERS_OF_ZONE * WORKERS) / SERVICE_MS;
  const arrivals = randomOf(seed, 'arrivals');
  const callers = randomOf(seed, 'callers');
  const gapMs = (): number => exponential(1 / (load * capacity), arrivals);
  simulation.repeat(gapMs, Infinity, () => {
    clients[Math.floor(callers() * CLIENTS)]?.call(({ isAnswered, durationMs }) => {
      tookMs.push(durationMs);
      if (!isAnswered) lost++;
    });
  });
  const [zone = []] = zones;
  simulation.after(LOST_AT_S * 1_000, () => zone.forEach(([, server]) => server.stop()));
  simulation.after(BACK_AT_S * 1_000, () => zone.forEach(([, server]) => server.start()));
  return Array.from({ length: seconds }, (_, second) => {
    simulation.runUntil((second + 1) * 1_000);
    const one = { p99Ms: quantile(tookMs, 0.99), lost, wasted };
    [tookMs, lost, wasted] = [[], 0, 0];
    return one;
  });
}
// #endregion zone

const CASES = [
  { name: 'load 50 %, Health', load: 0.5, hasHealth: true },
  { name: 'load 50 %, without it', load: 0.5, hasHealth: false },
  { name: 'load 60 %, Health', load: 0.6, hasHealth: true },
  { name: 'load 75 %, Health', load: 0.75, hasHealth: true },
] as const;

export const zoneLost: Experiment = {
  name: 'zone-lost',
  about: 'a third of the servers gives no answer for twenty seconds',
  run({ seed, full, onProgress }: ExperimentOptions): Finding {
    const seconds = full ? 120 : 45;
    const runs = CASES.map(({ name, ...options }, n) => {
      onProgress?.(n, CASES.length);
      return { name, load: options.load, each: simulateZone({ seed, ...options, seconds }) };
    });
    const during = (each: readonly ZoneSecond[]): readonly ZoneSecond[] =>
      each.slice(LOST_AT_S, BACK_AT_S);
    return {
      experiment: 'zone-lost',
      seed,
      tables: [
        {
          title: `a zone of three is lost from second ${LOST_AT_S} to ${BACK_AT_S}`,
          columns: [
            '',
            'load of the rest',
            'attempts wasted',
            'calls lost',
            'p99 before, ms',
            'in its last 5 s',
          ],
          rows: runs.map(({ name, load, each }) => [
            name,
            `${Math.round((load * 100 * ZONES) / (ZONES - 1))} %`,
            during(each).reduce((sum, { wasted }) => sum + wasted, 0),
            each.reduce((sum, { lost }) => sum + lost, 0),
            middle(each.slice(LOST_AT_S - 5, LOST_AT_S)),
            middle(each.slice(BACK_AT_S - 5, BACK_AT_S)),
          ]),
        },
      ],
      plots: [
        {
          title: 'p99 of the calls that ended in a second',
          x: 'second',
          y: 'ms',
          series: runs
            .filter(({ name }) => name !== 'load 60 %, Health')
            .map(({ name, each }) => ({
              name,
              points: each.slice(0, 45).map(({ p99Ms }, n) => [n + 1, p99Ms] as const),
            })),
        },
      ],
      says: [
        'Health ejects the lost servers after three timeouts each. After that, only probes go there: the spikes.',
        'Without Health, calls wait for a timeout in every second until the zone is back.',
        'With three zones, a load of more than 67 % does not survive the loss of one, whatever the clients do.',
      ],
    };
  },
};

function middle(seconds: readonly ZoneSecond[]): number {
  return quantile(
    seconds.map(({ p99Ms }) => p99Ms),
    0.5,
  );
}
