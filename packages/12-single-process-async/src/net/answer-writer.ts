// The write buffer of a connection: the answers of one turn leave in one write, and a
// client that does not read is noticed here. One write for many answers is most of this
// server's speed.

import type { Socket } from 'node:net';
import { FrameBatch } from '@bytes-up/codec';

interface WriterEvents {
  /** The kernel has taken everything of a client that was too slow. */
  readonly onDrained: () => void;
  /** Answers wait, and the kernel took no byte for `writeTimeoutMs`. */
  readonly onStalled: () => void;
}

export class AnswerWriter {
  readonly #collected = new FrameBatch();
  /** Runs while answers wait. */
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly writeTimeoutMs: number,
    private readonly events: WriterEvents,
  ) {
    socket.on('drain', events.onDrained).on('close', () => clearTimeout(this.#timer));
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

  // #region watch
  /**
   * Checks once in `writeTimeoutMs`, while answers wait, that the kernel took a part of
   * them. Not the socket's own timeout: what a client sends would start that again.
   */
  #watch(): void {
    if (this.#timer !== undefined || !this.#isWaiting) return;
    const takenBytes = takenBytesOf(this.socket);
    const check = (): void => {
      this.#timer = undefined;
      const isStalled = this.#isWaiting && takenBytesOf(this.socket) === takenBytes;
      if (isStalled) this.events.onStalled();
      else this.#watch();
    };
    // If this process could not run for a while, its timers come first: the client may
    // have read since.
    this.#timer = setTimeout(() => setImmediate(check), this.writeTimeoutMs);
  }
  // #endregion watch

  get #isWaiting(): boolean {
    return this.socket.writableLength > 0 && !this.socket.destroyed;
  }
}

/** Bytes that the kernel took. `bytesWritten` has those of libuv's queue as well. */
function takenBytesOf(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { _handle?: Handle | null };
  return handle ? handle.bytesWritten - handle.writeQueueSize : 0;
}

/** The parts of Node's handle of a socket that count bytes. */
interface Handle {
  readonly bytesWritten: number;
  readonly writeQueueSize: number;
}
