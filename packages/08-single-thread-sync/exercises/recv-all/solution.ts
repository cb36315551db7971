// Exactly n bytes, solved.
//
// What you know when sendAll has returned: the bytes are in this machine's send buffer.
// You don't know whether they have left it, whether the other machine has received them,
// or whether a program has read them. Only an answer tells you that.

import { RpcError } from '@bytes-up/protocol';

/** The two system calls. Both block, and both can throw. */
export interface Socket {
  /**
   * Blocks until bytes have arrived. @returns at least one and at most maxBytes; no bytes
   * at the end of the stream; 'EINTR' if a signal came first
   */
  recv(maxBytes: number): Buffer | 'EINTR';
  /**
   * Blocks until there is room for a byte. @returns how many were accepted, at least one;
   * 'EINTR' if a signal came first
   */
  send(bytes: Buffer): number | 'EINTR';
}

/**
 * Exactly that many bytes, in however many pieces they arrive.
 * @returns undefined if the stream has ended before the first of them
 * @throws RpcError UNAVAILABLE if it ends before the last
 */
export function recvAll(socket: Socket, bytes: number): Buffer | undefined {
  const pieces: Buffer[] = [];
  let missing = bytes;
  while (missing > 0) {
    const piece = socket.recv(missing); // no more: the next bytes are another message
    if (piece === 'EINTR') continue;
    if (piece.length === 0) {
      if (missing === bytes) return undefined;
      const message = `the stream ended after ${bytes - missing} of ${bytes} bytes`;
      throw new RpcError('UNAVAILABLE', message);
    }
    pieces.push(piece);
    missing -= piece.length;
  }
  return Buffer.concat(pieces);
}

/** Returns once every byte has been accepted. */
export function sendAll(socket: Socket, bytes: Buffer): void {
  let rest = bytes;
  while (rest.length > 0) {
    const taken = socket.send(rest);
    if (taken !== 'EINTR') rest = rest.subarray(taken);
  }
}
