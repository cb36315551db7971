// A connection carries bytes, not messages. So the receiver may get them in different
// pieces than the sender sent them in.

import { MSG_WAITALL, nanosleep, recv, send } from '@bytes-up/posix';
import { withBothEnds } from './both-ends';
import { queuesOf } from './queues';

/** What was sent, the buffer size of each recv, and what each recv returned. */
export interface Exchange {
  readonly sent: readonly string[];
  readonly bufferSizes: readonly number[];
  readonly received: readonly string[];
}

// #region pieces
/**
 * Sends the pieces, and then calls recv once for each buffer size.
 * @param flags MSG_WAITALL to fill each buffer
 */
export function exchange(
  sent: readonly string[],
  bufferSizes: readonly number[],
  flags = 0,
): Exchange {
  return withBothEnds(({ client, server }) => {
    for (const piece of sent) send(client, Buffer.from(piece));
    const length = sent.join('').length;
    // until all bytes have arrived
    while (queuesOf(server).received < length) nanosleep(1);
    const received = bufferSizes.map((bytes) => {
      const buffer = Buffer.alloc(bytes);
      return buffer.toString('latin1', 0, recv(server, buffer, flags));
    });
    return { sent, bufferSizes, received };
  });
}
// #endregion pieces

/**
 * Two sends that arrive as one, one send that arrives as two, and a recv with
 * MSG_WAITALL.
 */
export function exchanges(): readonly Exchange[] {
  return [
    exchange(['hello', 'world'], [100]),
    exchange(['helloworld'], [4, 100]),
    exchange(['hello', 'world'], [10], MSG_WAITALL),
  ];
}
