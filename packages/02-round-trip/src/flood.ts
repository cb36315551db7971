// A client that sends and a server that never reads. How many bytes do the two kernels
// accept, and what happens then?

import {
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  send,
  setsockopt,
  SO_SNDTIMEO,
  SOL_SOCKET,
} from '@bytes-up/posix';
import { nanosleep, trySend } from '@bytes-up/posix';
import { withBothEnds } from './both-ends';
import { queuesOf } from './queues';

/** The bytes of one send, far fewer than the buffers hold. */
const PIECE = Buffer.alloc(16 * 1024);
/** More than any kernel buffers. */
const FAR_TOO_MUCH = 256 * 1024 * 1024;

/** How often to check for bytes on their way between the kernels, and for how long. */
const [POLL_INTERVAL_MS, ARRIVE_WITHIN_MS] = [10, 10_000];

/** The result of a flood. Counts are bytes. */
export interface Flood {
  /** The bytes that send accepted in total. */
  readonly accepted: number;
  /**
   * How many of them wait in the client's send buffer, and in the server's receive
   * buffer.
   */
  readonly sending: number;
  readonly received: number;
  /** Calls of send, including the last one that accepted nothing. */
  readonly sends: number;
  /** What the last send returned: `EAGAIN`, or fewer bytes than it was given. */
  readonly last: string;
  /** How long the last send blocked, in milliseconds. */
  readonly blockedMs: number;
}

// #region non-blocking
/**
 * Sends without blocking until the kernel accepts nothing more. MSG_NOSIGNAL makes a
 * broken connection an error of send, instead of a signal that would end the process.
 */
export function floodWithoutBlocking(): Flood {
  return withBothEnds(({ client, server }) => {
    let accepted = 0;
    for (let sends = 1; ; sends++) {
      const startedAtMs = performance.now();
      const count = trySend(client, PIECE, MSG_DONTWAIT | MSG_NOSIGNAL);
      const blockedMs = performance.now() - startedAtMs;
      if (typeof count === 'number') accepted += count;
      else return { accepted, ...both(client, server, accepted), sends, last: count, blockedMs };
    }
  });
}
// #endregion non-blocking

// #region blocking
/** Sends far too much at once. The send blocks, and only SO_SNDTIMEO ends it. */
export function floodAndBlock(timeoutMs: number): Flood {
  return withBothEnds(({ client, server }) => {
    setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, timeoutMs);
    const startedAtMs = performance.now();
    const accepted = send(client, Buffer.alloc(FAR_TOO_MUCH), MSG_NOSIGNAL);
    const blockedMs = performance.now() - startedAtMs;
    return {
      accepted,
      ...both(client, server, accepted),
      sends: 1,
      last: String(accepted),
      blockedMs,
    };
  });
}
// #endregion blocking

/**
 * Reads the queues of both ends when every accepted byte is in exactly one of them. Until
 * it is acknowledged, a byte counts at both ends.
 */
function both(
  client: number,
  server: number,
  accepted: number,
): Pick<Flood, 'sending' | 'received'> {
  const endsAtMs = performance.now() + ARRIVE_WITHIN_MS;
  for (; ; nanosleep(POLL_INTERVAL_MS)) {
    const { sending } = queuesOf(client);
    const { received } = queuesOf(server);
    if (sending + received === accepted || performance.now() > endsAtMs)
      return { sending, received };
  }
}
