// The run: a service, a load, and one fault after another. It ends with a report, and
// leaves nothing behind.

import { Client } from '@bytes-up/client';
import { keyOf, type Attempt } from '@bytes-up/discovery';
import { groupMembers, until } from '@bytes-up/testkit';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { DistributedClient } from '../service';
import { Deployment, SESSION_MS } from './deployment';
import { FAULTS, WITHIN_MS, type Fault, type FaultContext } from './faults';
import { AMOUNT, Load, type Call } from './load';

/**
 * The pause before the first fault and after each, so that you can see that it is quiet.
 */
const QUIET_MS = 1_000;

export interface Happened {
  readonly fault: Fault;
  /** When it did its damage, and when the client's list was correct again. */
  readonly atMs: number;
  readonly settledAtMs: number;
  /** The last attempt that failed, before the next fault; undefined when none did. */
  lastFailureAtMs: number | undefined;
  /** Attempts that failed. */
  failures: number;
}

export interface TimedAttempt extends Attempt {
  readonly atMs: number;
  /** The server's letter. */
  readonly letter: string;
}

export interface Report {
  readonly calls: readonly Call[];
  readonly attempts: readonly TimedAttempt[];
  readonly happened: readonly Happened[];
  readonly lastsMs: number;
  /** The counts of the store: plain calls, and keyed ones. */
  readonly counted: { readonly plain: number; readonly keyed: number };
  /** Processes that were still running at the end. */
  readonly leftBehind: readonly number[];
}

/** Milliseconds. They are short in the demo, and must be longer on a busy machine. */
export interface Pace {
  /** For one attempt. */
  readonly attemptTimeoutMs: number;
  /** From leaving the registry to stopping. */
  readonly leaveMs: number;
  /** The session timeout. Default 1,000. */
  readonly sessionMs?: number;
  /** The interval at which one call of each kind begins. Default 25. */
  readonly everyMs?: number;
}

/** @param say receives a line for each event */
export async function runFaults(pace: Pace, say: (line: string) => void): Promise<Report> {
  const { sessionMs = SESSION_MS } = pace;
  const deployment = new Deployment(sessionMs);
  await deployment.begin();
  const client = new DistributedClient(deployment.registry.address, {
    sessionTimeoutMs: sessionMs,
    timeoutMs: Math.max(10_000, 6 * pace.attemptTimeoutMs),
    attemptTimeoutMs: pace.attemptTimeoutMs,
    health: { ejectMs: 300 },
  });
  try {
    return await run(deployment, client, pace, say);
  } finally {
    await client.close();
    await deployment.clear();
  }
}

async function run(
  deployment: Deployment,
  client: DistributedClient,
  { leaveMs, sessionMs = SESSION_MS, everyMs = 25 }: Pace,
  say: (line: string) => void,
): Promise<Report> {
  let beganAtMs = performance.now();
  const now = (): number => performance.now() - beganAtMs;
  const letters = new Map<string, string>();
  const attempts: TimedAttempt[] = [];
  client.calls.on('attempt', (attempt) => {
    attempts.push({ ...attempt, atMs: now(), letter: letters.get(attempt.server) ?? '?' });
  });
  let harmedAtMs = 0;
  const pids: number[] = [];
  const live: FaultContext['live'] = new Map();
  const isSettled = (): boolean => {
    const known = client.directory.registered.map((entry) => letters.get(keyOf(entry)));
    const isRight = known.length === live.size && known.every((one) => one && live.has(one));
    return isRight && !client.directory.isStale;
  };
  const settled = (): Promise<void> =>
    until(`the list is ${[...live.keys()].join(', ')}`, isSettled, WITHIN_MS);
  const context: FaultContext = {
    deployment,
    sessionMs,
    live,
    settled,
    cutOff: () => once(client.zookeeper, 'down'),
    harmed: () => (harmedAtMs = Math.min(harmedAtMs, now())),
    add: async () => {
      const letter = String.fromCharCode('A'.charCodeAt(0) + letters.size);
      const server = await deployment.serve(['--leave', String(leaveMs)]);
      letters.set(keyOf(server.address), letter);
      live.set(letter, server);
      pids.push(server.process.pid);
      await settled();
      return letter;
    },
  };

  for (let n = 0; n < 3; n++) await context.add();
  const load = new Load(client, now, everyMs);
  const happened: Happened[] = [];
  beganAtMs = performance.now(); // the picture begins when the servers are up
  load.begin();
  try {
    say(`three servers, A, B and C, and ${Math.round(3_000 / everyMs)} calls a second`);
    await delay(QUIET_MS);
    for (const fault of FAULTS) {
      say(fault.name);
      harmedAtMs = Infinity;
      await fault.run(context);
      const [atMs, settledAtMs] = [harmedAtMs, now()];
      happened.push({ fault, atMs, settledAtMs, lastFailureAtMs: undefined, failures: 0 });
      await delay(QUIET_MS);
    }
  } finally {
    await load.end();
  }
  const lastsMs = now();
  noteFailures(happened, attempts);
  const total = await totalOf(deployment);
  for (const server of live.values()) server.process.signal('SIGTERM');
  await Promise.all([...live.values()].map(({ process }) => process.finished(20_000)));
  return {
    calls: load.calls,
    attempts,
    happened,
    lastsMs,
    counted: { plain: total % AMOUNT.keyed, keyed: Math.floor(total / AMOUNT.keyed) },
    leftBehind: pids.flatMap((pid) => groupMembers(pid)),
  };
}

/** A failed attempt belongs to the last fault before it. */
function noteFailures(happened: readonly Happened[], attempts: readonly TimedAttempt[]): void {
  for (const { atMs, code } of attempts) {
    const cause = code && happened.filter((each) => each.atMs <= atMs).at(-1);
    if (!cause) continue;
    cause.failures++;
    cause.lastFailureAtMs = atMs;
  }
}

async function totalOf(deployment: Deployment): Promise<number> {
  const [host = '', port] = deployment.store.split(':');
  const store = new Client({ host, port: Number(port) });
  const total = (await store.call('total')) as number;
  await store.close();
  return total;
}
