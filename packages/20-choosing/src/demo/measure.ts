// Measures all servers in turn, several times (chapter 20). Figures of one machine drift,
// so each round measures every server once, in a shuffled order, and only ratios within a
// round count. `npm run bench` has more workloads, more rounds and a faster client.

import { median, pairedRatios, seededRandom, shuffled } from '@bytes-up/bench';
import { launch, residentBytes, type StartedServer } from '@bytes-up/testkit';
import type { Figures } from '../decision/decide';
import { quantile } from '../experiments/statistics';
import type { Caller, Contender } from './contenders';

const CLIENTS = 16;
const ROUNDS = 3;
/** The seed for the order of each round. */
const SEED = 1;
const STEP_MS = 120;
/** Callers next to the slow one, and callers that compute at the same time. */
const FAST = 4;
const COMPUTING = 4;
/**
 * If no other client gets its first answer for this long, the rest are not being served.
 * Where a visit is slow, all of them at the same time are slower: see `notServedAfterMs`.
 */
const NOT_SERVED_MS = 2_000;
/** `pi` of one term, and of as many terms as a server accepts: about 10 ms. */
const SHORT = 1;
const LONG = 10_000_000;

/** A server, and what the rounds measured: entry r of each list is of round r. */
interface Measured {
  readonly contender: Contender;
  readonly server: StartedServer;
  readonly served: Caller[];
  readonly waiting: Caller[];
  kbPerConnection: number | undefined;
  readonly visits: number[];
  readonly calls: number[];
  readonly delayed: number[];
  readonly parallel: number[];
}

/** @param baseline the name of the server that speeds are relative to */
export async function measureAll(
  contenders: readonly Contender[],
  baseline: string,
  onStep: (what: string) => void,
): Promise<Figures[]> {
  const all: Measured[] = [];
  try {
    for (const contender of contenders) {
      onStep(`starting ${contender.name}`);
      all.push(await start(contender));
    }
    // Before any client stays: server 1 would serve no visit beside it.
    await inRounds(all, 'visits', onStep, async (one, isCounted) => {
      const visits = await repeat(STEP_MS, () => visit(one));
      if (isCounted) one.visits.push(visits);
    });
    for (const one of all) {
      onStep(`${CLIENTS} clients of ${one.contender.name}`);
      await connectAll(one);
    }
    await inRounds(all, 'calls', onStep, async (one, isCounted) => {
      const { served } = one;
      const calls = await rate(served, SHORT);
      const delayed = await delayedBySlowCall(served);
      const alone = await rate(served.slice(0, 1), LONG);
      const together = await rate(served.slice(0, COMPUTING), LONG);
      const parallel = alone === 0 ? 0 : together / alone; // 0: no client is served
      if (!isCounted) return;
      one.calls.push(calls);
      one.delayed.push(delayed);
      one.parallel.push(parallel);
    });
    return all.map((one) =>
      figuresOf(
        one,
        all.find((other) => other.contender.name === baseline),
      ),
    );
  } finally {
    for (const { served, waiting } of all) for (const one of [...served, ...waiting]) one.close();
    await Promise.all(all.map(({ server }) => server.process.stop()));
  }
}

// #region figures
function figuresOf(one: Measured, baseline: Measured = one): Figures {
  return {
    name: one.contender.name,
    isolatesCrashes: one.contender.isolatesCrashes,
    speed: median(pairedRatios(one.calls, baseline.calls)),
    visits: median(pairedRatios(one.visits, baseline.visits)),
    served: one.served.length / CLIENTS,
    delayed: median(one.delayed),
    parallel: median(one.parallel),
    kbPerConnection: one.kbPerConnection,
  };
}
// #endregion figures

async function start(contender: Contender): Promise<Measured> {
  const server = await launch(contender.command);
  return {
    contender,
    server,
    served: [],
    waiting: [],
    kbPerConnection: undefined,
    visits: [],
    calls: [],
    delayed: [],
    parallel: [],
  };
}

/** Round 0 warms up the servers and this client, and is discarded. */
async function inRounds(
  all: readonly Measured[],
  what: string,
  onStep: (what: string) => void,
  measure: (one: Measured, isCounted: boolean) => Promise<void>,
): Promise<void> {
  const random = seededRandom(SEED);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const one of shuffled(all, random)) {
      onStep(`${what}, round ${round} of ${ROUNDS}: ${one.contender.name}`);
      await measure(one, round > 0);
    }
  }
}

/** Connects, calls once and leaves. */
async function visit({ contender, server }: Measured): Promise<void> {
  const caller = await contender.connect(server.address);
  await caller.pi(SHORT);
  caller.close();
}

/** Clients that stay. Those without an answer are not served until others leave. */
async function connectAll(one: Measured): Promise<void> {
  const { contender, server } = one;
  const beforeBytes = memoryOf(server.process.pid);
  const callers = await Promise.all(
    Array.from({ length: CLIENTS }, () => contender.connect(server.address)),
  );
  const answered = new Set<Caller>();
  let lastAnswerMs = performance.now();
  for (const caller of callers) {
    void caller.pi(SHORT).then(
      () => {
        answered.add(caller);
        lastAnswerMs = performance.now();
      },
      () => undefined, // closed while it waited
    );
  }
  const patienceMs = notServedAfterMs(one);
  while (answered.size < CLIENTS && performance.now() - lastAnswerMs < patienceMs) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  for (const caller of callers) (answered.has(caller) ? one.served : one.waiting).push(caller);
  const bytes = memoryOf(server.process.pid) - beforeBytes;
  if (Number.isNaN(bytes) || answered.size === 0) return;
  one.kbPerConnection = Math.max(0, bytes / answered.size / 1_000);
}

/** The threads of all clients may start at the same time, and all be ready only then. */
function notServedAfterMs({ visits }: Measured): number {
  const slowestVisitMs = 1_000 / Math.min(...visits);
  return Math.max(NOT_SERVED_MS, 2 * CLIENTS * slowestVisitMs);
}

// #region delayed
/**
 * The share of the fast callers that wait for a slow call: those whose calls take at
 * least half as long as the slow ones meanwhile.
 */
async function delayedBySlowCall([slow, ...others]: readonly Caller[]): Promise<number> {
  const fast = others.slice(0, FAST);
  if (slow === undefined || fast.length === 0) return 1; // the others are not even served
  const [slowMs = NaN, ...fastMs] = await Promise.all([
    medianMs(slow, LONG),
    ...fast.map((caller) => medianMs(caller, SHORT)),
  ]);
  return fastMs.filter((ms) => ms >= slowMs / 2).length / fast.length;
}
// #endregion delayed

async function medianMs(caller: Caller, terms: number): Promise<number> {
  const tookMs: number[] = [];
  await repeat(STEP_MS, async () => {
    const beganAtMs = performance.now();
    await caller.pi(terms);
    tookMs.push(performance.now() - beganAtMs);
  });
  return quantile(tookMs, 0.5);
}

/** Calls per second of all callers together, each with one call in flight. */
async function rate(callers: readonly Caller[], terms: number): Promise<number> {
  const rates = await Promise.all(callers.map((caller) => repeat(STEP_MS, () => caller.pi(terms))));
  return rates.reduce((sum, one) => sum + one, 0);
}

/** @returns how many times per second it ran */
async function repeat(durationMs: number, work: () => Promise<unknown>): Promise<number> {
  const beganAtMs = performance.now();
  let times = 0;
  while (times === 0 || performance.now() - beganAtMs < durationMs) {
    await work();
    times++;
  }
  return (times * 1_000) / (performance.now() - beganAtMs);
}

/** Of all processes of a server, in bytes; NaN if the system does not report it. */
function memoryOf(leader: number): number {
  return process.platform === 'linux' ? residentBytes(leader) : NaN;
}
