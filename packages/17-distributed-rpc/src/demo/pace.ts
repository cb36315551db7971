// Measures the machine first: how long a call takes while a server starts, which is the
// most demanding moment of the run. All times of the run follow from that.

import { performance } from 'node:perf_hooks';
import { once } from 'node:events';
import { DistributedClient } from '../service';
import { Deployment } from './deployment';
import type { Pace } from './run';

/** In milliseconds. */
export interface Measured {
  /** From the start of a server until the client knows it. */
  readonly startMs: number;
  /** The slowest call meanwhile. */
  readonly slowestMs: number;
}

/** The times of the run on an idle machine. */
const QUICK = { attemptTimeoutMs: 300, leaveMs: 500, sessionMs: 1_000, everyMs: 25 };
/**
 * The quick times need a server to start within three session timeouts, and an attempt to
 * last six times as long as the slowest call.
 */
const QUICK_START_MS = 3 * QUICK.sessionMs;
const QUICK_CALL_MS = QUICK.attemptTimeoutMs / 6;
/** With longer times than that the demo would take too long. */
const SLOWEST = 8;

// #region pace
/**
 * @returns the factor by which this machine is slower than a quick one, and the times of
 * the run; `undefined` if it is too slow
 */
export function paceFor({ startMs, slowestMs }: Measured): Required<Pace> | undefined {
  const factor = Math.max(1, startMs / QUICK_START_MS, slowestMs / QUICK_CALL_MS);
  if (factor > SLOWEST) return undefined;
  const scaled = (ms: number): number => Math.ceil((factor * ms) / 5) * 5;
  return {
    attemptTimeoutMs: scaled(QUICK.attemptTimeoutMs),
    leaveMs: scaled(QUICK.leaveMs),
    sessionMs: scaled(QUICK.sessionMs),
    everyMs: scaled(QUICK.everyMs),
  };
}
// #endregion pace

const PATIENT = { sessionTimeoutMs: 30_000, attemptTimeoutMs: 30_000, timeoutMs: 30_000 };

/**
 * Calls a server at the rate of the run while another one starts. Leaves nothing behind.
 */
export async function measure(): Promise<Measured> {
  const deployment = new Deployment(PATIENT.sessionTimeoutMs);
  await deployment.begin();
  const client = new DistributedClient(deployment.registry.address, PATIENT);
  try {
    await serveOne(deployment, client);
    await client.call('add', 1);
    let slowestMs = 0;
    const calls: Promise<void>[] = [];
    const timer = setInterval(() => {
      const beganAtMs = performance.now();
      const noted = client.call('add', 1).then(() => {
        slowestMs = Math.max(slowestMs, performance.now() - beganAtMs);
      });
      calls.push(noted);
    }, QUICK.everyMs / 3);
    try {
      const startMs = await serveOne(deployment, client);
      return { startMs, slowestMs: await Promise.all(calls).then(() => slowestMs) };
    } finally {
      clearInterval(timer);
      await Promise.allSettled(calls);
    }
  } finally {
    await client.close();
    await deployment.clear();
  }
}

/** @returns the milliseconds that it took */
async function serveOne(deployment: Deployment, { directory }: DistributedClient): Promise<number> {
  const beganAtMs = performance.now();
  const known = once(directory, 'changed');
  await deployment.serve(['--leave', '0']);
  await known;
  return performance.now() - beganAtMs;
}
