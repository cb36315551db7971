// A connection carries bytes, not messages (chapter 02). The other side may receive them
// in different pieces.

import { MSG_WAITALL, nanosleep, recv, send } from '@bytes-up/posix';
import { withBothEnds } from './both-ends';
import { queuesOf } from './queues';

/** What was sent, the buffer size of each recv, and what it returned. */
export interface Exchange {
  readonly sent: readonly string[];
  readonly rooms: readonly number[];
  readonly received: readonly string[];
}

// #region pieces
/**
 * Sends the pieces, then receives with each buffer size.
 * @param flags MSG_WAITALL or 0
 */
export function exchange(sent: readonly string[], rooms: readonly number[], flags = 0): Exchange {
  return withBothEnds(({ client, server }) => {
    for (const piece of sent) send(client, Buffer.from(piece));
    while (queuesOf(server).received < sent.join('').length) nanosleep(1);
    const received = rooms.map((bytes) => {
      const room = Buffer.alloc(bytes);
      return room.toString('latin1', 0, recv(server, room, flags));
    });
    return { sent, rooms, received };
  });
}
// #endregion pieces

/** Two sends that arrive as one, one send that arrives as two, and a recv that waits. */
export function exchanges(): readonly Exchange[] {
  return [
    exchange(['hello', 'world'], [100]),
    exchange(['helloworld'], [4, 100]),
    exchange(['hello', 'world'], [10], MSG_WAITALL),
  ];
}
