// Opens a connected socket, or fails with the reason (chapter 07).

import { connect, type Socket } from 'node:net';
import type { Address, RpcErrorCode } from '@bytes-up/protocol';
import { AttemptFailed } from '../call/attempt-failed';
import { onTimeoutOrAbort, type WaitOptions } from '../call/wait';

/** @throws AttemptFailed: no byte of any call was sent */
export async function openSocket(address: Address, wait: WaitOptions): Promise<Socket> {
  const socket = begin(address);
  socket.on('error', () => undefined); // handled below; after a later one comes 'close'
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (code: RpcErrorCode, why: string, cause?: unknown): void =>
        reject(new AttemptFailed('connecting', code, why, cause));
      const release = onTimeoutOrAbort(wait, 'connection', (code, why, cause) =>
        fail(code === 'CANCELLED' ? code : 'UNAVAILABLE', why, cause),
      );
      socket.once('connect', resolve).once('connect', release);
      socket.once('error', (error: NodeJS.ErrnoException) => {
        release();
        fail('UNAVAILABLE', error.code ?? error.message, error);
      });
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** @throws AttemptFailed for an invalid address, such as port 70,000 */
function begin({ host, port }: Address): Socket {
  try {
    return connect({ host, port, noDelay: true });
  } catch (error) {
    const { message } = error as Error;
    throw new AttemptFailed('connecting', 'INVALID_ARGUMENT', message, error);
  }
}
