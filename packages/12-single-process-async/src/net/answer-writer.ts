// The write buffer of a connection: the answers of one turn leave in one write, and a
// client that does not read is noticed here. One write for many answers is most of this
// server's speed.

import type { Socket } from 'node:net';
import { FrameBatch } from '@bytes-up/codec';

export class AnswerWriter {
  readonly #collected = new FrameBatch();
  /** The socket's timeout is set. */
  #isWatched = false;

  constructor(
    private readonly socket: Socket,
    private readonly writeTimeoutMs: number,
    events: {
      /** The kernel has taken everything of a client that was too slow. */
      readonly onDrained: () => void;
      /** Answers wait, and the kernel took no byte for `writeTimeoutMs`. */
      readonly onStalled: () => void;
    },
  ) {
    // A socket's timeout starts again with each byte that the kernel takes: a client
    // that reads slowly is not stalled.
    socket.on('drain', events.onDrained).on('timeout', () => {
      const queuedBytes = queuedBytesOf(socket);
      // If this process could not run for a while, its timers come first: the client may
      // have read since.
      setImmediate(() => {
        const isStalled = socket.writableLength > 0 && queuedBytes === queuedBytesOf(socket);
        if (isStalled) events.onStalled();
        else this.#watch();
      });
    });
  }

  /** Bytes that the next flush writes, about. */
  get collectedBytes(): number {
    return this.#collected.length;
  }

  /** The client reads too slowly: take no more requests before onDrained. */
  get blocked(): boolean {
    return this.socket.writableNeedDrain && this.socket.writableLength > 0;
  }

  /** @param answer the body of its frame */
  add(answer: string): void {
    this.#collected.add(answer);
  }

  // #region flush
  /** Writes what was collected, in one write. */
  flush(): void {
    if (this.#collected.length === 0 || this.socket.destroyed) return;
    this.socket.write(this.#collected.take());
    this.#watch();
  }
  // #endregion flush

  /** The time runs while the kernel's buffer is full and ours is not empty. */
  #watch(): void {
    const isWaiting = this.socket.writableLength > 0;
    if (!isWaiting && !this.#isWatched) return;
    this.socket.setTimeout(isWaiting ? this.writeTimeoutMs : 0);
    this.#isWatched = isWaiting;
  }
}

/** Bytes that the kernel has not taken. `writableLength` counts whole writes only. */
function queuedBytesOf(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { _handle?: { writeQueueSize: number } | null };
  return handle?.writeQueueSize ?? 0;
}
