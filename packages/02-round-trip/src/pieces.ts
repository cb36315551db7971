// A connection carries bytes and no messages. What one side sends in pieces, the other one receives in others.

import { MSG_WAITALL, nanosleep, recv, send } from '@bytes-up/posix';
import { withBothEnds } from './both-ends';
import { queuesOf } from './queues';

/** What was sent, with how much room each recv came, and what it brought. */
export interface Exchange {
  readonly sent: readonly string[];
  readonly rooms: readonly number[];
  readonly received: readonly string[];
}

// #region pieces
/** Sends the pieces, and then receives as often as there are rooms. @param flags MSG_WAITALL to fill each room */
export function exchange(sent: readonly string[], rooms: readonly number[], flags = 0): Exchange {
  return withBothEnds(({ client, server }) => {
    for (const piece of sent) send(client, Buffer.from(piece));
    while (queuesOf(server).received < sent.join('').length) nanosleep(1); // until all of it has arrived
    const received = rooms.map((bytes) => {
      const room = Buffer.alloc(bytes);
      return room.toString('latin1', 0, recv(server, room, flags));
    });
    return { sent, rooms, received };
  });
}
// #endregion pieces

/** Two sends that come as one; one send that comes as two; and a recv that insists. */
export function exchanges(): readonly Exchange[] {
  return [
    exchange(['hello', 'world'], [100]),
    exchange(['helloworld'], [4, 100]),
    exchange(['hello', 'world'], [10], MSG_WAITALL),
  ];
}
