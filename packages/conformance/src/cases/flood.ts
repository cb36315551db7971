// A client that sends and does not read: how much a server accepts before it stops
// reading (clause 9.3).

import { nextAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { check, fail } from '../client/failure';
import { show } from '../client/same-json';
import { numbers, ping } from './calls-of';

/** Far more than the kernel's buffers of both sides hold (about 20 MiB on Linux). */
const FLOOD_BYTES = 64 * 1024 * 1024;
const TEXT = 'x'.repeat(60_000);
/**
 * A write that the kernel does not accept for this long has stalled, so the server has
 * stopped reading. In milliseconds.
 */
const STALLED_MS = 1_000;

/** Call number n of a flood, 60 KB. */
export function floodCall(n: number): Buffer {
  return ping(TEXT, n);
}

/** Reads one answer for each call of a flood, in any order (7.2). */
export async function takeFloodAnswers(connection: Connection, count: number): Promise<void> {
  const missing = new Set<unknown>(numbers(count));
  while (missing.size > 0) {
    const { out, result, id } = await nextAnswer(connection);
    const right = out === 'pong' && result === TEXT && missing.delete(id);
    check(right, 'one answer for each call, with the same text', () => show({ out, result, id }));
  }
}

/**
 * Stops reading and sends calls until a write stalls, or FLOOD_BYTES are accepted.
 * @param stalledMs how long the kernel accepts nothing of a write, in ms of machine time
 * @returns how many calls were sent, including the stalled one
 */
export async function flood(
  connection: Connection,
  stalledMs = STALLED_MS,
): Promise<{ readonly sent: number; readonly stalled: boolean }> {
  connection.pause();
  let sent = 0;
  for (let bytes = 0; bytes < FLOOD_BYTES; sent++) {
    const call = floodCall(sent);
    bytes += call.length;
    if (!(await connection.sendAll(call, stalledMs))) return { sent: sent + 1, stalled: true };
  }
  return { sent, stalled: false };
}

/** The same. @throws CaseFailure when the server accepts FLOOD_BYTES or more */
export async function floodUntilStalled(
  connection: Connection,
  stalledMs = STALLED_MS,
): Promise<number> {
  const { sent, stalled } = await flood(connection, stalledMs);
  if (stalled) return sent;
  const got = `one that read ${FLOOD_BYTES} bytes while the client read no answers`;
  return fail('a server that stops reading (9.3)', got);
}
