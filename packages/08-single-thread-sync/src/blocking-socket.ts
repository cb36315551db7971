// One connected socket whose calls block, but never longer than a deadline (chapters 08
// to 11). man 2 recv, man 2 send, man 2 shutdown; SO_RCVTIMEO and SO_SNDTIMEO in man 7
// socket.

import {
  close,
  getsockopt,
  IPPROTO_TCP,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  setsockopt,
  SHUT_WR,
  shutdown,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOL_SOCKET,
  SystemError,
  TCP_NODELAY,
  tryRecv,
  trySend,
} from '@bytes-up/posix';
import type { Limits } from '@bytes-up/protocol';
import { CLOSED, type StopFlag } from '@bytes-up/server-kit';

/** The connection cannot be used any longer. `message` is the reason, for the log. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut';
}

/** Bytes that one recv takes at most. */
const ROOM_BYTES = 64 * 1024;
// One for all connections of a thread: what was received is copied out before the next
// call.
const room = Buffer.allocUnsafeSlow(ROOM_BYTES);

export class BlockingSocket {
  #receiveTimeoutMs = 0;
  /** The deadline for which it has looked a last time. */
  #lookedForMs = NaN;

  constructor(
    readonly fd: number,
    private readonly limits: Pick<Limits, 'writeTimeoutMs' | 'lingerMs'>,
    private readonly stop: StopFlag,
  ) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    // A quarter: a stall is then noticed at most a quarter too late.
    const sendTimeoutMs = Math.min(limits.writeTimeoutMs / 4, stop.pollIntervalMs);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, sendTimeoutMs);
  }

  // #region receive
  /**
   * Blocks until bytes come. The caller may keep them.
   * @param untilMs the deadline, by performance.now. SO_RCVTIMEO alone starts again with
   *   each recv.
   * @throws SystemError ECONNRESET and what else `man 2 recv` lists
   */
  receive(untilMs: number): Buffer | 'ended' | 'timed out' | 'stopping' {
    let stopping = this.stop.requested;
    for (;;) {
      if (stopping) return 'stopping';
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) return this.#lastLook(untilMs) ?? 'timed out';
      this.#wakeAfter(Math.min(leftMs, this.stop.pollIntervalMs));
      const count = tryRecv(this.fd, room);
      if (count === 0) return this.stop.poll() ? 'stopping' : 'ended';
      if (typeof count === 'number') return Buffer.from(room.subarray(0, count));
      stopping = this.stop.poll(); // EINTR: a signal. EAGAIN: the poll interval is over.
    }
  }
  // #endregion receive

  /**
   * What had come when the deadline passed: this process may not have run for a while. It
   * looks once for each deadline, or a client could send a byte at a time for ever.
   */
  #lastLook(untilMs: number): Buffer | undefined {
    if (this.#lookedForMs === untilMs) return undefined;
    this.#lookedForMs = untilMs;
    const parts: Buffer[] = [];
    const atMost = Math.ceil(this.receiveBufferBytes / ROOM_BYTES);
    while (parts.length < atMost) {
      const part = this.receiveWaiting();
      if (part === undefined) break;
      parts.push(part);
    }
    return parts.length === 0 ? undefined : Buffer.concat(parts);
  }

  /**
   * The most that can have been received and not read. Linux includes its bookkeeping, so
   * it is up to half less.
   */
  get receiveBufferBytes(): number {
    return getsockopt(this.fd, SOL_SOCKET, SO_RCVBUF);
  }

  /**
   * What the kernel has already; undefined when that is nothing, or the stream has ended.
   * Never blocks.
   */
  receiveWaiting(): Buffer | undefined {
    for (;;) {
      const count = tryRecv(this.fd, room, MSG_DONTWAIT);
      if (count === 'EINTR') continue;
      return count === 'EAGAIN' || count === 0 ? undefined : Buffer.from(room.subarray(0, count));
    }
  }

  // #region send
  /**
   * Blocks until the kernel has taken all bytes. While it blocks nothing is read, and
   * that is all the back-pressure that has to be written.
   * @throws ConnectionCut when the client takes no byte for writeTimeoutMs, or the grace
   *   period of a stop expires
   * @throws SystemError EPIPE, ECONNRESET
   */
  sendAll(bytes: Buffer): void {
    let progressAtMs = performance.now();
    let isLate = false;
    for (let sent = 0; ;) {
      const flags = isLate ? MSG_NOSIGNAL | MSG_DONTWAIT : MSG_NOSIGNAL;
      const count = trySend(this.fd, bytes.subarray(sent), flags);
      if (typeof count === 'number') sent += count;
      if (sent === bytes.length) return;
      // Fewer than given: a signal or the time-out interrupted it.
      const nowMs = performance.now();
      if (typeof count === 'number') progressAtMs = nowMs;
      if (this.stop.poll() && this.stop.leftMs <= 0) throw new ConnectionCut(CLOSED.graceExpired);
      const wasLate = isLate;
      isLate = nowMs - progressAtMs >= this.limits.writeTimeoutMs;
      // Offered once more first: while this process could not run, the client may have
      // read.
      if (isLate && wasLate) throw new ConnectionCut(CLOSED.notReading);
    }
  }
  // #endregion send

  // #region close
  /**
   * Shuts down the sending side, then reads and discards until the client closes, for
   * lingerMs at most (section 11).
   */
  closeGently(): void {
    try {
      shutdown(this.fd, SHUT_WR);
      const endsAtMs = performance.now() + this.limits.lingerMs;
      for (;;) {
        const leftMs = Math.min(endsAtMs - performance.now(), this.stop.leftMs);
        if (leftMs <= 0) {
          this.#lastLook(endsAtMs); // unread, it would reset the connection
          break;
        }
        this.#wakeAfter(Math.min(leftMs, this.stop.pollIntervalMs));
        const count = tryRecv(this.fd, room);
        if (count === 0) break;
        if (typeof count !== 'number') this.stop.poll();
      }
    } catch (error) {
      // ENOTCONN, ECONNRESET: the client is gone already
      if (!(error instanceof SystemError)) throw error;
    } finally {
      close(this.fd);
    }
  }
  // #endregion close

  /** Closes at once. With unread input the kernel sends a reset. */
  close(): void {
    close(this.fd);
  }

  /**
   * One setsockopt when the time has changed, which it does not on a connection of whole
   * frames.
   */
  #wakeAfter(timeoutMs: number): void {
    if (timeoutMs === this.#receiveTimeoutMs) return;
    setsockopt(this.fd, SOL_SOCKET, SO_RCVTIMEO, timeoutMs);
    this.#receiveTimeoutMs = timeoutMs;
  }
}
