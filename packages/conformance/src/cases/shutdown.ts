// Stopping a server (section 10). Each case has its own server, and ends when that
// process has exited.

import { setImmediate as turn } from 'node:timers/promises';
import { concat, eventually, request, type ServerProcess } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { expectAnswer, expectAnswers, matchValue, nextAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { CaseFailure, check, fail } from '../client/failure';
import { show } from '../client/same-json';
import type { Address, Trial } from '../run/trial';
import {
  answersById,
  growth,
  inFlightMs,
  isNearPi,
  numbers,
  pi,
  ping,
  sleep,
  slept,
} from './calls-of';
import { floodUntilStalled } from './flood';
import { failsAwake } from './pace';

/** How late a process may exit on a busy machine, in milliseconds. */
const LATE_MS = 2_500;
/**
 * How long a call is in flight during the stop, and how soon a client must notice the
 * stop, in milliseconds.
 */
const SLEEP_MS = 1_500;
const SHOWS_WITHIN_MS = 1_300;
/** A failure counts only if the suite itself never stalled for longer, in ms. */
const STALL_MS = 300;
/** About how long the calls sent before the signal keep the server busy, in ms. */
const IN_FLIGHT_MS = 1_000;
/** After this the server has begun them. */
const BEGINS_MS = 20;
/**
 * A client that does not read is sent to until a write stalls for so long: by then the
 * server holds answers that it cannot write. In ms of machine time.
 */
const STALLED_MS = 300;
const TERMS = 5_000_000;
const MIN_CALLS = 3;
const MAX_CALLS = 400;
/** Long enough never to expire: these cases have their own time limits. */
const GRACE = { graceMs: 30_000 };
/** How long a server may take to answer the calls in flight and exit, in machine ms. */
const ENDS_WITHIN_MS = 4_000;
const SHORT_GRACE = { graceMs: 600 };
/** No flags: a stop needs only a signal, and `graceMs` then comes from the model. */
const NEEDS = ['process'] as const;
const NEEDS_SLEEP = ['process', 'sleep'] as const;

export const shutdown = casesOf('shutdown', [
  {
    id: '10.1/refuses-connections',
    title: 'after the signal no connection is accepted, even with calls still in flight',
    codes: ['UNAVAILABLE'],
    needs: NEEDS_SLEEP,
    run: stoppedDuringSleep(async (trial, { server, connection, sleepMs }) => {
      const refused = await eventually(() => isRefused(trial, server), SHOWS_WITHIN_MS);
      check(refused, 'refused connections after the signal', 'accepted ones');
      await expectAnswer(connection, slept(sleepMs, 1), trial.patienceAfter(sleepMs));
      await trial.exits(server.process, 0, ENDS_WITHIN_MS);
    }),
  },
  {
    id: '10.2/in-flight',
    title: 'calls in flight at the signal are answered, then the connection closes',
    also: ['10.4'],
    needs: NEEDS_SLEEP,
    run: async (trial) => {
      const server = await trial.launch(GRACE);
      const connection = await trial.connect(server);
      const sleepMs = trial.stretched(500);
      await beginSleep(connection, sleepMs, sleep(sleepMs + 100, 2));
      trial.signal(server.process, 'SIGTERM');
      await answersById(connection, [1, 2], trial.patienceAfter(sleepMs + 100));
      await connection.end();
      await trial.exits(server.process, 0, ENDS_WITHIN_MS);
    },
  },
  {
    id: '10.2/pipelined',
    title:
      'each call sent before the signal is answered or refused once, then the connection closes',
    also: ['10.3'],
    needs: NEEDS,
    run: async (trial) => {
      while (!(await stopWithCallsInFlight(trial))) {
        trial.provedNothing('every answer arrived before the signal');
      }
    },
  },
  {
    id: '10.3/unavailable',
    title: 'a call read after the signal is refused with UNAVAILABLE, retryable',
    also: ['6.4'],
    codes: ['UNAVAILABLE'],
    needs: NEEDS_SLEEP,
    run: stoppedDuringSleep(async (trial, { server, connection, sleepMs }) => {
      connection.send(concat(ping('late', 'x'), ping('later', 7)));
      const answers = [
        { error: 'UNAVAILABLE', id: 'x' },
        { error: 'UNAVAILABLE', id: 7 },
        slept(sleepMs, 1),
      ] as const;
      await expectAnswers(connection, answers, trial.patienceAfter(sleepMs));
      await connection.end();
      await trial.exits(server.process, 0, ENDS_WITHIN_MS);
    }),
  },
  {
    id: '10.3/one-way-call',
    title: 'a one-way call read after the signal is not answered either',
    also: ['6.6'],
    codes: ['UNAVAILABLE'],
    needs: NEEDS_SLEEP,
    run: stoppedDuringSleep(async (trial, { server, connection, sleepMs }) => {
      const oneway = request({ in: 'ping', params: 'late', oneway: true });
      connection.send(concat(oneway, ping('later', 7)));
      await expectAnswer(connection, { error: 'UNAVAILABLE', id: 7 });
      await expectAnswer(connection, slept(sleepMs, 1), trial.patienceAfter(sleepMs));
      await connection.end();
      await trial.exits(server.process, 0, ENDS_WITHIN_MS);
    }),
  },
  {
    id: '10.4/no-connections',
    title: 'a server without connections exits with code 0 at SIGTERM',
    needs: NEEDS,
    run: async (trial) => {
      const server = await trial.launch(GRACE);
      trial.signal(server.process, 'SIGTERM');
      await endsClean(trial, server.process, LATE_MS);
    },
  },
  {
    id: '10.4/sigint',
    title: 'SIGINT stops a server as SIGTERM does',
    needs: NEEDS,
    run: async (trial) => {
      const server = await trial.launch(GRACE);
      const connection = await trial.connect(server);
      await trial.ping(connection);
      trial.signal(server.process, 'SIGINT');
      await connection.end();
      connection.destroy();
      await endsClean(trial, server.process, LATE_MS);
    },
  },
  {
    id: '10.4/idle-connections',
    title: 'idle connections are closed at the signal and do not delay the exit',
    needs: NEEDS,
    run: async (trial) => {
      const server = await trial.launch(GRACE);
      const connection = await trial.connect(server);
      await trial.ping(connection);
      trial.signal(server.process, 'SIGTERM');
      await connection.end();
      connection.destroy();
      await endsClean(trial, server.process, trial.limits.lingerMs + LATE_MS);
    },
  },
  {
    id: '10.4/half-frame',
    title: 'a client in the middle of a frame does not delay the exit beyond graceMs',
    needs: NEEDS,
    waitMs: (limits) => limits.graceMs,
    run: async (trial) => {
      const server = await trial.launch(SHORT_GRACE);
      const connection = await trial.connect(server);
      await trial.ping(connection);
      connection.send(ping('cut').subarray(0, 9));
      trial.signal(server.process, 'SIGTERM');
      await endsClean(trial, server.process, trial.limitsOf(SHORT_GRACE).graceMs + LATE_MS);
    },
  },
  {
    id: '10.4/slow-reader',
    title:
      'the server stops reading from a client that does not read, and still exits within graceMs',
    also: ['9.3'],
    needs: NEEDS,
    waitMs: (limits) => limits.graceMs,
    run: async (trial) => {
      const server = await trial.launch(SHORT_GRACE);
      const connection = await trial.connect(server);
      await floodUntilStalled(connection, STALLED_MS);
      trial.signal(server.process, 'SIGTERM');
      await endsClean(trial, server.process, trial.limitsOf(SHORT_GRACE).graceMs + LATE_MS);
    },
  },
  {
    id: '10.4/long-call',
    title: 'a call that takes longer than graceMs does not delay the exit beyond it',
    needs: NEEDS_SLEEP,
    waitMs: (limits) => limits.graceMs,
    run: async (trial) => {
      const server = await trial.launch(SHORT_GRACE);
      const connection = await trial.connect(server);
      await beginSleep(connection, 30_000);
      trial.signal(server.process, 'SIGTERM');
      await endsClean(trial, server.process, trial.limitsOf(SHORT_GRACE).graceMs + LATE_MS);
    },
  },
  {
    id: '10.5/second-sigterm',
    title: 'a second SIGTERM ends the server at once',
    codes: ['UNAVAILABLE'],
    needs: NEEDS_SLEEP,
    run: (trial) => endsAtSecond(trial, 'SIGTERM'),
  },
  {
    id: '10.5/second-sigint',
    title: 'a second SIGINT ends the server at once',
    codes: ['UNAVAILABLE'],
    needs: NEEDS_SLEEP,
    run: (trial) => endsAtSecond(trial, 'SIGINT'),
  },
]);

/**
 * Stops a server while it works on calls that were sent in one write.
 * @returns false when none was in flight at the signal, because this process was late and
 *   every answer had arrived
 */
async function stopWithCallsInFlight(trial: Trial): Promise<boolean> {
  const server = await trial.launch(GRACE);
  const connection = await trial.connect(server);
  const workMs = inFlightMs(trial, IN_FLIGHT_MS * growth(trial));
  const wanted = Math.ceil(workMs / (await quickestPi(connection)));
  const calls = numbers(Math.min(Math.max(wanted, MIN_CALLS), MAX_CALLS));
  connection.send(concat(...calls.map((n) => pi(TERMS, n))));
  // Do not wait for an answer: a blocking server may write them all at once.
  await trial.pass(BEGINS_MS);
  trial.signal(server.process, 'SIGTERM');
  await turn(); // reads what arrived before the signal
  const bytesBefore = connection.receivedBytes;
  for (const [id, answer] of await answersById(connection, calls)) {
    if (answer['out'] === 'error') matchValue({ error: 'UNAVAILABLE', id }, answer);
    else check(isNearPi(answer, TERMS), 'an estimate of π', () => show(answer));
  }
  await connection.end();
  await trial.exits(server.process, 0, ENDS_WITHIN_MS * growth(trial));
  return connection.receivedBytes > bytesBefore;
}

/**
 * Starts a sleep with id 1, after other calls. The pong proves that the server has read
 * them all.
 */
async function beginSleep(connection: Connection, ms: number, ...others: Buffer[]): Promise<void> {
  connection.send(concat(...others, sleep(ms, 1), ping('read', 'read')));
  await expectAnswer(connection, { out: 'pong', result: 'read', id: 'read' });
}

/** Call 1 sleeps for `sleepMs`; the server has been signalled, and refuses calls. */
interface DuringSleep {
  readonly server: Address & { readonly process: ServerProcess };
  readonly connection: Connection;
  readonly sleepMs: number;
}

/** Runs it during the sleep. If the suite stalls, the sleep may be over before. */
function stoppedDuringSleep(
  run: (trial: Trial, during: DuringSleep) => Promise<void>,
): (trial: Trial) => Promise<void> {
  return (trial) =>
    failsAwake(trial, STALL_MS, async () => run(trial, await stopDuringSleep(trial)));
}

async function stopDuringSleep(trial: Trial): Promise<DuringSleep> {
  const server = await trial.launch(GRACE);
  const connection = await trial.connect(server);
  const sleepMs = trial.stretched(SLEEP_MS);
  await beginSleep(connection, sleepMs);
  trial.signal(server.process, 'SIGTERM');
  await untilUnavailable(connection);
  return { server, connection, sleepMs };
}

/** Makes calls until one is refused because the server is stopping. */
async function untilUnavailable(connection: Connection): Promise<void> {
  const refused = await eventually(async () => {
    connection.send(ping('still serving', 'probe'));
    const answer = await nextAnswer(connection);
    if (answer['out'] === 'pong') return false;
    if (answer['id'] !== 'probe') fail('UNAVAILABLE before the sleeping call ends', show(answer));
    matchValue({ error: 'UNAVAILABLE', id: 'probe' }, answer);
    return true;
  }, SHOWS_WITHIN_MS);
  check(refused, 'UNAVAILABLE after the signal', 'pongs only');
}

/** How long this server takes for one call: the quickest of three, in milliseconds. */
async function quickestPi(connection: Connection): Promise<number> {
  let bestMs = Infinity;
  for (const n of numbers(3)) {
    const startedAtMs = performance.now();
    connection.send(pi(TERMS, n));
    await nextAnswer(connection);
    bestMs = Math.min(bestMs, performance.now() - startedAtMs);
  }
  return bestMs;
}

/** Whether the server accepts no new connection. */
export async function isRefused(
  trial: Trial,
  server: { host: string; port: number },
): Promise<boolean> {
  try {
    const connection = await trial.connect(server);
    connection.destroy();
    return false;
  } catch (error) {
    if (error instanceof CaseFailure) return true;
    throw error;
  }
}

/** Expects exit code 0 in time, and an empty process group. */
async function endsClean(trial: Trial, server: ServerProcess, withinMs: number): Promise<void> {
  await trial.exits(server, 0, withinMs);
  const empty = await eventually(() => !server.killGroup(0), 500);
  check(empty, 'no process of the server left', 'a process group that is not empty');
}

async function endsAtSecond(trial: Trial, signal: 'SIGTERM' | 'SIGINT'): Promise<void> {
  const server = await trial.launch({ graceMs: 20_000 });
  const connection = await trial.connect(server);
  await beginSleep(connection, 30_000);
  trial.signal(server.process, signal);
  await untilUnavailable(connection);
  trial.signal(server.process, signal);
  const exit = await server.process.exit(LATE_MS);
  check(exit !== undefined, 'an immediate exit', 'a process that is still running');
}
