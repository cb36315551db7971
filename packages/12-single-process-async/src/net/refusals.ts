// Connections for which a server on node:net has no room. It tells each client so and
// closes its connection gently, within bounds: a crowd of refused clients must not use up
// what the others are served with. Chapters 12 to 14.

import type { Socket } from 'node:net';
import { errorFrame } from '@bytes-up/codec';
import { RpcError, type Limits } from '@bytes-up/protocol';
import { stoppingError } from '@bytes-up/server-kit';
import { closeGently } from './close-gently';

/**
 * The message for a client that comes while the server stops, or waited for room until
 * then.
 */
export const STOPPING = stoppingError().message;
/** The message for a client that comes when the bound is reached. */
export const FULL = 'no more connections fit into this process';
/**
 * Connections that are refused at the same time. Their descriptors are kept in reserve.
 */
const MAX_REFUSING = 8;

export class Refusals {
  /** The oldest first. */
  readonly #closing = new Set<Socket>();
  #onEmpty: (() => void) | undefined;

  constructor(private readonly limits: Pick<Limits, 'lingerMs' | 'maxFrameBytes'>) {}

  // #region refuse
  /**
   * Answers UNAVAILABLE, though the client may not have asked anything yet (the exception
   * of clause 1.1). Then it reads and discards for `lingerMs`, at most one longest frame,
   * because closing with unread input would send a reset. If there are too many, it
   * closes the oldest: that one had the most time to send its call and to read the
   * refusal.
   * @param why the message for the client: `the server is stopping`
   */
  refuse(socket: Socket, why: string): void {
    const [first] = this.#closing;
    if (first !== undefined && this.#closing.size >= MAX_REFUSING) {
      this.#closing.delete(first);
      first.destroy();
    }
    this.#begin(socket, why);
  }

  /**
   * The same for any number of sockets that are held already: they take no new
   * descriptor.
   */
  refuseAll(sockets: readonly Socket[], why: string): void {
    for (const socket of sockets) this.#begin(socket, why);
  }

  #begin(socket: Socket, why: string): void {
    if (socket.destroyed) return;
    this.#closing.add(socket);
    socket.on('error', () => undefined); // a reset; 'close' follows
    socket.once('close', () => this.#closed(socket));
    socket.write(errorFrame(new RpcError('UNAVAILABLE', why, { retryable: true })));
    closeGently(socket, this.limits.lingerMs);
    let leftBytes = this.limits.maxFrameBytes;
    socket.on('data', ({ length }) => {
      leftBytes -= length;
      if (leftBytes < 0) socket.destroy();
    });
  }
  // #endregion refuse

  /** Resolves when all are closed. Those that are left after `withinMs` are cut. */
  async closed(withinMs: number): Promise<void> {
    if (this.#closing.size === 0) return;
    const cut = setTimeout(() => {
      for (const socket of this.#closing) socket.destroy();
    }, withinMs);
    await new Promise<void>((empty) => (this.#onEmpty = empty));
    clearTimeout(cut);
  }

  #closed(socket: Socket): void {
    this.#closing.delete(socket);
    if (this.#closing.size === 0) this.#onEmpty?.();
  }
}
