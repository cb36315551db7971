// A socket that is connected, or the reason why there is none (chapter 07).

import { connect, type Socket } from 'node:net';
import type { Address, RpcErrorCode } from '@bytes-up/protocol';
import { AttemptFailed } from '../call/attempt-failed';
import { whenGivenUp, type Patience } from '../call/wait';

/** @throws AttemptFailed: not a byte of any call has left */
export async function openSocket(address: Address, patience: Patience): Promise<Socket> {
  const socket = begin(address);
  socket.on('error', () => undefined); // heard below; one that comes later is followed by 'close'
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (code: RpcErrorCode, why: string, cause?: unknown): void =>
        reject(new AttemptFailed('connecting', code, why, cause));
      const release = whenGivenUp(patience, 'connection', (code, why, cause) =>
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

/** @throws AttemptFailed for an address that is none, such as a port of 70,000 */
function begin({ host, port }: Address): Socket {
  try {
    return connect({ host, port, noDelay: true });
  } catch (error) {
    const { message } = error as Error;
    throw new AttemptFailed('connecting', 'INVALID_ARGUMENT', message, error);
  }
}
