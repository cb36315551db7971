// Four steps past one machine (chapter 20): each experiment once, and what it came to.
// The demo prints them, and the predictions ask about them.

import type { Measured } from '@bytes-up/testkit';
import { POLICIES, simulatePicks } from '../experiments/picks';
import { recoveryOf, simulateStorm } from '../experiments/retry-storm';
import { quantile } from '../experiments/statistics';
import { simulateWatches } from '../experiments/watch-storm';
import { simulateZone } from '../experiments/zone-lost';

/** The seed of the page's tables. */
const SEED = 7;

/** How many times as long the p99 is with a random choice as with the better of two. */
export function pickTwo(): Measured {
  const p99 = (name: 'random' | 'two choices'): number => {
    const policy = POLICIES[name];
    if (policy === undefined) throw new Error(`no policy ${name}`);
    const scene = { servers: 20, clients: 1, utilization: 0.9, requests: 20_000 };
    return quantile(simulatePicks({ seed: SEED, policy, ...scene }), 0.99);
  };
  const [random, two] = [p99('random'), p99('two choices')];
  return {
    value: random / two,
    shown: [
      `p99 with one random server:        ${random.toFixed(1)} service times`,
      `p99 with the better one of two:    ${two.toFixed(1)} service times`,
    ],
  };
}

export const RECOVERIES = [
  'within a few seconds',
  'after about half a minute, when the queue is empty',
  'never',
] as const;

/** When a service recovers whose callers retry without a budget. */
export function retryWithoutBudget(): Measured {
  const retries = { attempts: 3, baseMs: 20, maxMs: 1_000, budget: 0, reserve: Infinity };
  const each = simulateStorm({ seed: SEED, load: 0.75, retries, seconds: 120 });
  const after = recoveryOf(each);
  const [soon, later, never] = RECOVERIES;
  const last = each.at(-1);
  return {
    value: after === undefined ? never : after < 10 ? soon : later,
    shown: [9, 11, 20, 119].map((second) => {
      const { calls = 0, attempts = 0, answered = 0 } = each[second] ?? last ?? {};
      return `second ${second + 1}: ${calls} calls, ${attempts} attempts, ${answered} calls answered`;
    }),
  };
}

/** The megabytes that a registry sends when one server of a thousand leaves. */
export async function leaveOne(): Promise<Measured> {
  const [servers, clients, all] = [1_000, 10, 1_000];
  const happenings = await simulateWatches({ servers, clients });
  const { traffic } = happenings.find(({ what }) => what === 'a server leaves') ?? {};
  const { events = NaN, requests = NaN, bytes = NaN } = traffic ?? {};
  const megabytes = Math.round((bytes * all) / clients / 1_000_000);
  return {
    value: megabytes,
    shown: [
      `for each client: ${events / clients} events, ${requests / clients} request, ${bytes / clients} bytes`,
      `for ${all} clients: ${megabytes} MB`,
    ],
  };
}

export const LOSSES = [
  'none: the calls go to the other two zones',
  'a few, until every client has ejected the lost servers',
  'many, for as long as the zone is away',
] as const;

/** What happens to calls when a third of the servers is lost at a load of 75 %. */
export function loseZone(): Measured {
  const each = simulateZone({ seed: SEED, load: 0.75, hasHealth: true, seconds: 30 });
  const lost = (from: number, to: number): number =>
    each.slice(from, to).reduce((sum, second) => sum + second.lost, 0);
  const [first, last] = [lost(10, 20), lost(20, 30)];
  const [none, few, many] = LOSSES;
  return {
    value: first + last === 0 ? none : last === 0 ? few : many,
    shown: [
      `lost in the first ten seconds: ${first} calls`,
      `lost in the next ten seconds:  ${last} calls`,
    ],
  };
}
