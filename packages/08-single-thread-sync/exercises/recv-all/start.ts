// Exactly n bytes. The task: npm start -- exercise 08-recv-all

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
  throw new Error('not written yet: recvAll');
}

/** Returns once every byte has been accepted. */
export function sendAll(socket: Socket, bytes: Buffer): void {
  throw new Error('not written yet: sendAll');
}
