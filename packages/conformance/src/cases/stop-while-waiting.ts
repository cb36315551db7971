// Stopping a server that waits until a client reads (sections 9.3 and 10.2). It has read
// calls that come behind the answer that it cannot write, and they are in flight.

import { concat, later, machineClock, request } from '@bytes-up/testkit';
import { casesOf } from '../case';
import { matchValue, nextAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { check } from '../client/failure';
import { show } from '../client/same-json';
import { numbers } from './calls-of';
import { isRefused } from './shutdown';

/** Long enough never to expire. */
const GRACE = { graceMs: 30_000 };
/** How long a server may take to answer what it has read and exit, in machine ms. */
const ENDS_WITHIN_MS = 8_000;
/**
 * How long the client waits until the stop shows, in ms by the clock: a server that
 * blocks while it sends shows it later, and may have little time to end.
 */
const SHOWS_WITHIN_MS = 300;
/** The text of a large call; so many of their answers exceed the kernel's buffers. */
const LARGE = 'y'.repeat(1_000_000);
const LARGE_CALLS = 16;
/** Small calls behind each large one: about as many bytes as a server reads at once. */
const SMALL_CALLS = 1_000;
/**
 * Nothing has moved for so long: the server waits, or it never reads. In ms of machine
 * time.
 */
const WAITS_MS = 300;
const GIVES_UP_MS = 5_000;
const POLL_MS = 20;

interface Call {
  readonly id: string;
  readonly frame: Buffer;
}

export const stopWhileWaiting = casesOf('shutdown', [
  {
    id: '10.2/behind-an-answer',
    title: 'calls that were read before the signal are answered, also behind an answer that waits',
    also: ['9.3', '10.3'],
    codes: ['UNAVAILABLE'],
    needs: ['process', 'linux'],
    run: async (trial) => {
      const server = await trial.launch(GRACE);
      const connection = await trial.connect(server);
      connection.pause();
      const groups = numbers(LARGE_CALLS).map((large) => [
        ping(LARGE, `large ${large}`),
        ...numbers(SMALL_CALLS).map((small) => ping('small', `small ${large}.${small}`)),
      ]);
      const bytesRead = await sendUntilItWaits(connection, groups);
      trial.signal(server.process, 'SIGTERM');
      // Were the client to read before the server knows of the stop, nothing would wait.
      const untilMs = performance.now() + SHOWS_WITHIN_MS;
      while (!(await isRefused(trial, server)) && performance.now() < untilMs) await later(POLL_MS);
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
          `none to ${id}, which ends at byte ${end}`,
        );
      }
    },
  },
]);

function ping(params: string, id: string): Call {
  return { id, frame: request({ in: 'ping', params, id }) };
}

/**
 * Sends one group after the other, until the server waits: it reads no more, and answers
 * are stuck in its kernel, because ours has no room. A server that is merely slow to get
 * a core has nothing stuck there.
 * @returns how many bytes it has read
 */
async function sendUntilItWaits(
  connection: Connection,
  groups: readonly (readonly Call[])[],
): Promise<number> {
  for (const group of groups) {
    // All groups at once would fill both directions, and then the queues say less.
    connection.send(concat(...group.map(({ frame }) => frame)));
    let last = connection.serverSide();
    let sinceMs = machineClock.now();
    while (last.bytesRead < connection.sentBytes) {
      await later(POLL_MS);
      const now = connection.serverSide();
      const stillMs = machineClock.now() - sinceMs;
      if (now.bytesRead !== last.bytesRead || now.bytesToSend !== last.bytesToSend) {
        last = now;
        sinceMs = machineClock.now();
      } else if (stillMs > (now.bytesToSend > 0 ? WAITS_MS : GIVES_UP_MS)) {
        return now.bytesRead;
      }
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
  await connection.end();
  return ids;
}
