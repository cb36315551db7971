// What becomes of a connection for which no process can be made.

import { errorFrame } from '@bytes-up/codec';
import { dup, MSG_DONTWAIT, MSG_NOSIGNAL, SystemError, trySend } from '@bytes-up/posix';
import { RpcError } from '@bytes-up/protocol';
import { BlockingSocket, type BlockingContext } from '@bytes-up/single-thread-sync';
import type { Children } from './children';

/** How long the parent may spend on saying no, in milliseconds: it accepts nobody meanwhile. */
const LINGER_MS = 100;

/**
 * Forks a child for a connection, as Children.fork does. Where the system has no process left the client is told
 * `UNAVAILABLE`, though it has asked nothing yet (the exception of clause 1.1).
 * @returns undefined when there is no child
 */
// #region refuse
export function forkOrRefuse(
  children: Children,
  fd: number,
  name: string,
  context: BlockingContext,
): number | undefined {
  try {
    return children.fork();
  } catch (error) {
    if (!(error instanceof SystemError)) throw error; // not the system's word, but a bug of ours
    context.log(`${name} refused: ${error.message}`);
    refuse(fd, context);
    return undefined;
  }
}
// #endregion refuse

/** Says no and closes gently, as long as that takes no time. The caller closes its descriptor afterwards. */
function refuse(fd: number, context: BlockingContext): void {
  const socket = new BlockingSocket(
    dup(fd),
    { ...context.limits, lingerMs: LINGER_MS },
    context.stop,
  );
  const answer = errorFrame(
    new RpcError('UNAVAILABLE', 'no process can be made for this connection', { retryable: true }),
  );
  try {
    trySend(socket.fd, answer, MSG_NOSIGNAL | MSG_DONTWAIT);
    socket.closeGently();
  } catch (gone) {
    if (!(gone instanceof SystemError)) throw gone;
    socket.close();
  }
}
