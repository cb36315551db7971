// A client that sends and a server that never reads (chapter 02): how much do the kernels
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

/** Bytes of one send, much less than the buffers. */
const PIECE = Buffer.alloc(16 * 1024);
/** More than any kernel accepts unread. */
const FAR_TOO_MUCH = 256 * 1024 * 1024;

/** How often and how long to wait for bytes between the kernels, in milliseconds. */
const [LOOK_EVERY_MS, ARRIVE_WITHIN_MS] = [10, 10_000];

/** The result of a flood. Counts are bytes. */
export interface Flood {
  /** The bytes that send accepted in total. */
  readonly taken: number;
  /**
   * Of these, the bytes in the client's send buffer and in the server's receive buffer.
   */
  readonly sending: number;
  readonly received: number;
  /** Calls of send until one accepted nothing. */
  readonly sends: number;
  /** The result of the last send: `EAGAIN`, or fewer bytes than it was given. */
  readonly last: string;
  /** How long the last send blocked, in milliseconds. */
  readonly blockedMs: number;
}

// #region non-blocking
/** Sends without blocking until the kernel accepts nothing more. */
export function floodWithoutBlocking(): Flood {
  return withBothEnds(({ client, server }) => {
    let taken = 0;
    for (let sends = 1; ; sends++) {
      const startedAtMs = performance.now();
      const count = trySend(client, PIECE, MSG_DONTWAIT | MSG_NOSIGNAL);
      const blockedMs = performance.now() - startedAtMs;
      if (typeof count === 'number') taken += count;
      else return { taken, ...both(client, server, taken), sends, last: count, blockedMs };
    }
  });
}
// #endregion non-blocking

// #region blocking
/** One send of far too much. It would block forever, so SO_SNDTIMEO ends it. */
export function floodAndBlock(timeoutMs: number): Flood {
  return withBothEnds(({ client, server }) => {
    setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, timeoutMs);
    const startedAtMs = performance.now();
    const taken = send(client, Buffer.alloc(FAR_TOO_MUCH), MSG_NOSIGNAL);
    const blockedMs = performance.now() - startedAtMs;
    return { taken, ...both(client, server, taken), sends: 1, last: String(taken), blockedMs };
  });
}
// #endregion blocking

/**
 * The queues of both ends, when each accepted byte is in one of them. Until its
 * acknowledgement has arrived, a byte counts at both ends.
 */
function both(client: number, server: number, taken: number): Pick<Flood, 'sending' | 'received'> {
  const endsAtMs = performance.now() + ARRIVE_WITHIN_MS;
  for (; ; nanosleep(LOOK_EVERY_MS)) {
    const { sending } = queuesOf(client);
    const { received } = queuesOf(server);
    if (sending + received === taken || performance.now() > endsAtMs) return { sending, received };
  }
}
