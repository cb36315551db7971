// Clients that do not read (9.3), and lingering closes (section 11): what the server
// bounds, and what a client still receives.

import { concat, eventually, lengthOf, request, residentBytes } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { expectAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { check } from '../client/failure';
import type { Trial } from '../run/trial';
import { numbers, repeat } from './calls-of';
import { floodUntilStalled, takeFloodAnswers } from './flood';
import { failsAwake, failsInTime } from './pace';

const MIB = 1024 * 1024;
const ROUNDS = 50;
/** Answers of 1 MiB that one client does not read, and the memory they may cost. */
const UNREAD_ANSWERS = 150;
const MOST_GROWTH_BYTES = 100 * MIB;
/** Memory that has not grown for this long has settled, in milliseconds. */
const SETTLED_MS = 1_000;
/** How much an idle process may grow before it collects garbage. */
const NOISE_BYTES = 2 * MIB;
/** What a client sends after the end of the stream, in pieces of 1 MiB. */
const SENT_MIB = 16;
/** More than the kernel takes for a server that does not read: about 4 MiB on Linux. */
const KERNEL_MIB = 6;
const ATTEMPTS = 5;
/** How late a close after lingerMs may be on a busy machine, in milliseconds. */
const LATE_MS = 1_500;

export const closing = casesOf('connection', [
  {
    id: '9.3/stops-reading',
    title:
      'the server stops reading from a client that does not read, which gets every answer later',
    // On a busy machine the suite itself may read too late for the write timeout.
    run: (trial) =>
      failsInTime(trial, trial.limits.writeTimeoutMs * 0.9, async (begun) => {
        const connection = await trial.connect();
        begun();
        const sent = await floodUntilStalled(connection);
        connection.resume();
        await takeFloodAnswers(connection, sent);
      }),
  },
  {
    id: '9.3/large-answers',
    title: `${UNREAD_ANSWERS} unread answers of 1 MiB do not fill the memory`,
    needs: ['testMethods', 'process', 'linux'],
    run: async (trial) => {
      const server = await trial.launch();
      const connection = await trial.connect(server);
      await trial.ping(connection);
      const before = residentBytes(server.process.pid);
      connection.pause();
      const blob = (id: number): Buffer => request({ in: 'blob', params: { bytes: MIB }, id });
      connection.send(concat(...numbers(UNREAD_ANSWERS).map(blob)));
      const grew = (): number => residentBytes(server.process.pid) - before;
      const most = await highest(grew, MOST_GROWTH_BYTES);
      const grown = `${Math.round(most / MIB)} MiB more`;
      check(most <= MOST_GROWTH_BYTES, `at most ${MOST_GROWTH_BYTES / MIB} MiB more memory`, grown);
      connection.resume();
      await repeat(UNREAD_ANSWERS, () => connection.frame());
      await trial.ping(connection);
    },
  },
  {
    id: '11.1/last-answer',
    title: `the last answer arrives although the client is still sending, ${ROUNDS} times out of ${ROUNDS}`,
    codes: ['RESOURCE_EXHAUSTED'],
    run: async (trial) => {
      const body = Buffer.alloc(256 * 1024, 'x');
      // A client that sends the rest, or reads, only after lingerMs may be cut off.
      const round = (): Promise<void> =>
        failsAwake(trial, trial.limits.lingerMs / 2, async () => {
          const connection = await trial.connect();
          connection.send(lengthOf(0xffff_ffff), body, body);
          await expectAnswer(connection, { error: 'RESOURCE_EXHAUSTED' });
          await connection.end();
          connection.destroy();
        });
      await repeat(ROUNDS, round);
      await trial.stillServes();
    },
  },
  {
    id: '11.1/reads-on',
    title: 'after the end of the stream the server still reads what the client sends',
    codes: ['RESOURCE_EXHAUSTED'],
    waitMs: (limits) => limits.lingerMs,
    run: async (trial) => {
      // A busy server may read less before lingerMs is over.
      let taken = 0;
      for (let n = 0; n < ATTEMPTS && taken <= KERNEL_MIB; n++) taken = await sendOn(trial);
      const expected = `more than ${KERNEL_MIB} MiB to be taken, which takes a server that reads`;
      check(taken > KERNEL_MIB, expected, `only ${taken} MiB taken`);
      await trial.stillServes();
    },
  },
  {
    id: '11.2/chatty-client',
    title: 'a client that keeps sending after the end of the stream is cut off after lingerMs',
    codes: ['RESOURCE_EXHAUSTED'],
    waitMs: (limits) => limits.lingerMs,
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(lengthOf(0xffff_ffff));
      await expectAnswer(connection, { error: 'RESOURCE_EXHAUSTED' });
      await connection.end();
      const mostMs = trial.limits.lingerMs + LATE_MS;
      const gone = await cutOff(connection, mostMs);
      check(gone, `a closed connection within ${mostMs} ms`, 'one that still takes bytes');
      await trial.stillServes();
    },
  },
  {
    id: '11.2/silent-client',
    title: 'a client that never closes its side does not keep the connection open',
    codes: ['RESOURCE_EXHAUSTED'],
    waitMs: (limits) => limits.lingerMs + LATE_MS,
    run: async (trial) => {
      const connection = await trial.connect();
      connection.send(lengthOf(0xffff_ffff));
      await expectAnswer(connection, { error: 'RESOURCE_EXHAUSTED' });
      await connection.end();
      await trial.pass(trial.limits.lingerMs + LATE_MS);
      const gone = await cutOff(connection, 1_000);
      check(gone, 'a closed connection', 'one that still takes bytes');
      await trial.stillServes();
    },
  },
]);

/** @returns how many MiB were taken before the server closed the connection */
async function sendOn(trial: Trial): Promise<number> {
  const piece = Buffer.alloc(MIB, 'x');
  const connection = await trial.connect();
  connection.send(lengthOf(0xffff_ffff));
  await expectAnswer(connection, { error: 'RESOURCE_EXHAUSTED' });
  await connection.end();
  let taken = 0;
  const mostMs = trial.limits.lingerMs + LATE_MS;
  while (taken < SENT_MIB && (await connection.sendAll(piece, mostMs))) taken++;
  connection.destroy();
  return taken;
}

/** Samples a value until it settles or exceeds the bound, and returns the highest. */
async function highest(measure: () => number, bound: number): Promise<number> {
  let most = -Infinity;
  let settled = -Infinity;
  let sinceMs = performance.now();
  await eventually(() => {
    const now = measure();
    most = Math.max(most, now);
    if (most > settled + NOISE_BYTES) [settled, sinceMs] = [most, performance.now()];
    return most > bound || performance.now() - sinceMs > SETTLED_MS;
  }, Infinity);
  return most;
}

/**
 * Sends a byte now and then: a closed socket answers with a reset.
 * @returns whether a reset came
 */
function cutOff(connection: Connection, withinMs: number): Promise<boolean> {
  return eventually(() => {
    connection.send(Buffer.of(0));
    return connection.gone(30);
  }, withinMs);
}
