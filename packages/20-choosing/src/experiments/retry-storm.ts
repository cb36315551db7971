// A retry storm (chapter 20): a service becomes slow for three seconds. Calls time out
// and are retried. Does it recover once it is as fast as before?

import type { RetryOptions } from '@bytes-up/client';
import { RandomChoice } from '@bytes-up/discovery';
import { SimulatedClient } from '../simulation/client';
import { exponential, randomOf } from '../simulation/random';
import { SimulatedServer } from '../simulation/server';
import { Simulation } from '../simulation/simulation';
import type { Experiment, ExperimentOptions, Finding } from './finding';

export interface StormOptions {
  readonly seed: number;
  /** Calls, as a share of what the service can serve. */
  readonly load: number;
  readonly retries: Required<RetryOptions>;
  /** The requests carry their timeout, and the server drops those that have expired. */
  readonly dropsExpired?: boolean;
  /** The server refuses a request when so many wait. */
  readonly maxQueued?: number;
  /** The share of the attempts that are lost on their way, at any time. Default 0. */
  readonly lossRate?: number;
  /** Without it, the service is never slow. Default true. */
  readonly isStorm?: boolean;
  /** Simulated seconds. Default 60. */
  readonly seconds?: number;
}

/** One simulated second. */
export interface Second {
  /** Calls that began. */
  readonly calls: number;
  /** Attempts that began, with those of earlier calls. */
  readonly attempts: number;
  /** Calls that were answered in time. */
  readonly answered: number;
  /** Calls that failed. */
  readonly lost: number;
}

// #region scene
const WORKERS = 8;
const SERVICE_MS = 20;
/** Requests that the service can serve in a second. */
export const CAPACITY = (WORKERS * 1_000) / SERVICE_MS;
const CLIENTS = 20;
const ATTEMPT_TIMEOUT_MS = 250;
const SLOW_FROM_S = 10;
const SLOW_UNTIL_S = 13;
const SLOWNESS = 10;
// #endregion scene

// #region storm
export function simulateStorm(options: StormOptions): Second[] {
  const { seed, load, retries, lossRate = 0, isStorm = true, seconds = 60 } = options;
  const simulation = new Simulation();
  const services = randomOf(seed, 'services');
  const serviceMs = (): number => exponential(SERVICE_MS, services);
  const { dropsExpired = false, maxQueued = Infinity } = options;
  const losses = randomOf(seed, 'losses');
  const isLost = (): boolean => lossRate > 0 && losses() < lossRate;
  const rules = { workers: WORKERS, serviceMs, dropsExpired, maxQueued, isLost };
  const server = new SimulatedServer(simulation, rules);
  const clients = Array.from({ length: CLIENTS }, (_, n) => {
    const random = randomOf(seed, `client ${n}`);
    const policy = new RandomChoice(random);
    const one = new Map([['the service', server]]);
    return new SimulatedClient(simulation, one, {
      policy,
      retries,
      attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
      random,
    });
  });
  let [calls, answered, lost] = [0, 0, 0];
  const arrivals = randomOf(seed, 'arrivals');
  const callers = randomOf(seed, 'callers');
  const gapMs = (): number => exponential(1_000 / (load * CAPACITY), arrivals);
  simulation.repeat(gapMs, Infinity, () => {
    calls++;
    clients[Math.floor(callers() * CLIENTS)]?.call(({ isAnswered }) => {
      if (isAnswered) answered++;
      else lost++;
    });
  });
  if (isStorm) {
    simulation.after(SLOW_FROM_S * 1_000, () => (server.slowness = SLOWNESS));
    simulation.after(SLOW_UNTIL_S * 1_000, () => (server.slowness = 1));
  }
  const total = (): Second => ({
    calls,
    attempts: clients.reduce((sum, client) => sum + client.attempts, 0),
    answered,
    lost,
  });
  let before = total();
  return Array.from({ length: seconds }, (_, second) => {
    simulation.runUntil((second + 1) * 1_000);
    const now = total();
    const [then] = [before];
    before = now;
    return {
      calls: now.calls - then.calls,
      attempts: now.attempts - then.attempts,
      answered: now.answered - then.answered,
      lost: now.lost - then.lost,
    };
  });
}
// #endregion storm

// #region recovery
/** Of the calls that end in a second, a service that works answers this share. */
const WORKS = 0.95;

/**
 * How long after the slow time the service answers nearly all calls again, for good.
 * @returns seconds; undefined if it does not
 */
export function recoveryOf(seconds: readonly Second[]): number | undefined {
  const isWell = ({ answered, lost }: Second): boolean => answered >= WORKS * (answered + lost);
  const lastBad = seconds.findLastIndex((second) => !isWell(second));
  if (lastBad === seconds.length - 1) return undefined;
  return Math.max(0, lastBad + 1 - SLOW_UNTIL_S);
}
// #endregion recovery

interface Case {
  readonly name: string;
  readonly retries: Required<RetryOptions>;
  readonly dropsExpired?: boolean;
  readonly maxQueued?: number;
}

// #region cases
/** Chapter 07's pauses and attempts. */
const ATTEMPTS = { attempts: 3, baseMs: 20, maxMs: 1_000 };
const NO_BUDGET = { ...ATTEMPTS, budget: 0, reserve: Infinity };

const CASES: readonly Case[] = [
  { name: 'no budget', retries: NO_BUDGET },
  { name: 'budget 0.5', retries: { ...ATTEMPTS, budget: 0.5, reserve: 10 } },
  { name: 'budget 0.1', retries: { ...ATTEMPTS, budget: 0.1, reserve: 10 } },
  { name: 'no retries', retries: { ...NO_BUDGET, attempts: 1 } },
  { name: 'no budget, expired ones dropped', retries: NO_BUDGET, dropsExpired: true },
  { name: 'no budget, a queue of 40', retries: NO_BUDGET, maxQueued: 40 },
];
// #endregion cases

const LOAD = 0.75;

export const retryStorm: Experiment = {
  name: 'retry-storm',
  about: 'a service is slow for three seconds, with a retry budget and without one',
  run({ seed, full, onProgress }: ExperimentOptions): Finding {
    const seconds = full ? 300 : 60;
    const runs = CASES.map(({ name, ...rules }, n) => {
      onProgress?.(n, CASES.length);
      const each = simulateStorm({ seed, load: LOAD, ...rules, seconds });
      return { name, each };
    });
    const tail = 10;
    return {
      experiment: 'retry-storm',
      seed,
      tables: [
        {
          title: `a load of ${LOAD * 100} %; slow from second ${SLOW_FROM_S} to ${SLOW_UNTIL_S}; attempts time out after ${ATTEMPT_TIMEOUT_MS} ms`,
          columns: ['retries', 'recovers after', 'calls lost', 'attempts a call, at the end'],
          rows: runs.map(({ name, each }) => {
            const after = recoveryOf(each);
            const end = each.slice(-tail);
            return [
              name,
              after === undefined ? 'never' : `${after} s`,
              sum(each, 'lost'),
              sum(end, 'attempts') / sum(end, 'calls'),
            ];
          }),
        },
      ],
      plots: [
        {
          title: 'Calls answered in time',
          x: 'second',
          y: 'a second',
          series: runs
            .filter(({ name }) => name === 'budget 0.1' || name === 'no budget')
            .map(({ name, each }) => ({
              name,
              points: each.slice(0, 60).map(({ answered }, n) => [n + 1, answered] as const),
            })),
        },
      ],
      says: [
        `With a budget, the service gets at most load × (1 + budget) of what it can serve: with 0.1 this is ${(LOAD * 1.1).toFixed(3)}, below 1, so the queue drains. With 0.5 it is ${(LOAD * 1.5).toFixed(3)}, and the storm feeds itself.`,
        'Without a budget each call becomes three attempts, and the server answers callers that are gone.',
        'Dropping expired requests does not help: those that are served have waited until just before their timeout.',
        'A short queue does: what waits in it is answered in time, and the rest is refused at once.',
      ],
    };
  },
};

function sum(seconds: readonly Second[], what: keyof Second): number {
  return seconds.reduce((total, second) => total + second[what], 0);
}
