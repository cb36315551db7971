// Stopping a server that waits until a client reads (sections 9.3 and 10.2). By then it
// has read more calls than it has answered, and clause 10.2 says that they are in flight.

import { setTimeout as delay } from 'node:timers/promises';
import { concat, later, machineClock, request } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { matchValue, nextAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { check, fail } from '../client/failure';
import { show } from '../client/same-json';
import type { Trial } from '../run/trial';
import { numbers } from './calls-of';
import { failsInTime } from './pace';
import { isRefused } from './shutdown';

/** Long enough never to expire. */
const GRACE = { graceMs: 30_000 };
/** How long a server may take to answer what it has read and exit, in machine ms. */
const ENDS_WITHIN_MS = 8_000;
/**
 * How long the client waits for the server to refuse connections, in ms by the clock, and
 * how often it tries. A server that blocks while it sends notices the signal only later,
 * and its time to end is short.
 */
const SHOWS_WITHIN_MS = 300;
const PROBE_MS = 100;
/** The text of a large call; so many of their answers exceed the kernel's buffers. */
const LARGE = 'y'.repeat(1_000_000);
const LARGE_CALLS = 16;
/** Small calls behind each large one: about as many bytes as a server reads at once. */
const SMALL_CALLS = 1_000;
/**
 * When no byte has moved for so long while answers are stuck, the server waits. In ms of
 * machine time.
 */
const WAITS_MS = 300;
/** The same with no answer stuck: the server does not read at all. */
const GIVES_UP_MS = 5_000;
const POLL_MS = 20;

interface Call {
  readonly id: string;
  readonly frame: Buffer;
}

export const stopWhileWaiting = casesOf('shutdown', [
  {
    id: '10.2/behind-an-answer',
    title:
      'calls read before the signal are answered, even if an answer before them is waiting for the client to read',
    also: ['9.3', '10.3'],
    codes: ['UNAVAILABLE'],
    needs: ['process', 'linux'],
    run: (trial) =>
      // A client that has not read all within lingerMs may be cut off.
      failsInTime(trial, trial.limits.lingerMs * 0.9, (begun) => stopWhileItWaits(trial, begun)),
  },
]);

async function stopWhileItWaits(trial: Trial, begun: () => void): Promise<void> {
  const server = await trial.launch(GRACE);
  const connection = await trial.connect(server);
  connection.pause();
  const groups = numbers(LARGE_CALLS).map((large) => [
    ping(LARGE, `large ${large}`),
    ...numbers(SMALL_CALLS).map((small) => ping('small', `small ${large}.${small}`)),
  ]);
  const bytesRead = await sendUntilItWaits(connection, groups);
  trial.signal(server.process, 'SIGTERM');
  begun();
  // If the client read before the server noticed the signal, no answer would be waiting.
  const untilMs = performance.now() + SHOWS_WITHIN_MS;
  while (!(await isRefused(trial, server)) && performance.now() < untilMs) await delay(PROBE_MS);
  connection.resume();
  const answered = await idsUntilEnd(connection);
  connection.destroy();
  await trial.exits(server.process, 0, ENDS_WITHIN_MS);
  let end = 0;
  for (const { id, frame } of groups.flat()) {
    end += frame.length;
    if (end > bytesRead) break;
    check(
      answered.has(id),
      `an answer to each call in the ${bytesRead} bytes that were read before the signal`,
      `no answer to call "${id}", whose frame ends at byte ${end}`,
    );
  }
}

function ping(params: string, id: string): Call {
  return { id, frame: request({ in: 'ping', params, id }) };
}

/**
 * Sends one group after the other, until the server reads no more and answers are stuck
 * in its kernel, because ours has no room.
 * @returns how many bytes it has read
 */
async function sendUntilItWaits(
  connection: Connection,
  groups: readonly (readonly Call[])[],
): Promise<number> {
  for (const group of groups) {
    // One at a time: with full buffers in both directions, the kernel says less.
    connection.send(concat(...group.map(({ frame }) => frame)));
    let last = connection.serverSide();
    let sinceMs = machineClock.now();
    while (last !== undefined && last.bytesRead < connection.sentBytes) {
      await later(POLL_MS);
      const now = connection.serverSide();
      const stillMs = machineClock.now() - sinceMs;
      if (now?.bytesRead !== last.bytesRead || now.bytesToSend !== last.bytesToSend) {
        last = now;
        sinceMs = machineClock.now();
      } else if (stillMs > (now.bytesToSend > 0 ? WAITS_MS : GIVES_UP_MS)) {
        return now.bytesRead;
      }
    }
    if (last === undefined) {
      connection.note('not in the tables of the kernel, so what it has read is not known');
      return 0;
    }
  }
  return connection.sentBytes;
}

/** Reads pongs and refusals until the server ends the stream. */
async function idsUntilEnd(connection: Connection): Promise<ReadonlySet<unknown>> {
  const ids = new Set<unknown>();
  while (await connection.moreFrames()) {
    const answer = await nextAnswer(connection);
    const id = answer['id'] as string;
    check(!ids.has(id), 'one answer to each call', () => `two to ${show(id)}`);
    ids.add(id);
    if (answer['out'] === 'error') matchValue({ error: 'UNAVAILABLE', id }, answer);
    else check(answer['out'] === 'pong', 'a pong or UNAVAILABLE', () => show(answer));
  }
  if (connection.ending === undefined) fail('more answers, or the end of the stream', 'neither');
  await connection.end();
  return ids;
}
