// A connected socket whose calls block, but never past a deadline (chapters 08 to 11).
// man 2 recv, man 2 send, man 2 shutdown; SO_RCVTIMEO and SO_SNDTIMEO in man 7 socket.

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

/** The server gives up the connection. `message` is the reason, for the log. */
export class ConnectionAborted extends Error {
  override readonly name = 'ConnectionAborted';
}

/** The most that one recv returns. */
const RECEIVE_BYTES = 64 * 1024;
// One for all connections of a thread, because what was received is copied out before the
// next call.
const receiveBuffer = Buffer.allocUnsafeSlow(RECEIVE_BYTES);

export class BlockingSocket {
  #receiveTimeoutMs = 0;
  /** The deadline after which this has already read once more. */
  #readAfterMs = NaN;

  constructor(
    readonly fd: number,
    private readonly limits: Pick<Limits, 'writeTimeoutMs' | 'lingerMs'>,
    private readonly stop: StopFlag,
  ) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    // A quarter of the timeout, so that a stall is noticed at most a quarter too late.
    const sendTimeoutMs = Math.min(limits.writeTimeoutMs / 4, stop.pollIntervalMs);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, sendTimeoutMs);
  }

  // #region receive
  /**
   * Blocks until bytes arrive. The caller may keep them.
   * @param untilMs the deadline, by performance.now: SO_RCVTIMEO alone starts again with
   *   each recv
   * @throws SystemError ECONNRESET and the other errors in `man 2 recv`
   */
  receive(untilMs: number): Buffer | 'ended' | 'timed out' | 'stopping' {
    let stopping = this.stop.requested;
    for (;;) {
      if (stopping) return 'stopping';
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) return this.#readAfter(untilMs) ?? 'timed out';
      this.#wakeAfter(Math.min(leftMs, this.stop.pollIntervalMs));
      const count = tryRecv(this.fd, receiveBuffer);
      if (count === 0) return this.stop.poll() ? 'stopping' : 'ended';
      if (typeof count === 'number') return Buffer.from(receiveBuffer.subarray(0, count));
      stopping = this.stop.poll(); // EINTR: a signal. EAGAIN: it timed out.
    }
  }
  // #endregion receive

  /**
   * Reads what had arrived when the deadline passed, because this process may not have
   * run for a while. Once per deadline: otherwise a client could send a byte at a time
   * forever.
   */
  #readAfter(untilMs: number): Buffer | undefined {
    if (this.#readAfterMs === untilMs) return undefined;
    this.#readAfterMs = untilMs;
    const parts: Buffer[] = [];
    const atMost = Math.ceil(this.receiveBufferBytes / RECEIVE_BYTES);
    while (parts.length < atMost) {
      const part = this.receiveWaiting();
      if (part === undefined) break;
      parts.push(part);
    }
    return parts.length === 0 ? undefined : Buffer.concat(parts);
  }

  /**
   * The most that the kernel can have received and we have not read. Linux counts its
   * bookkeeping as well, so the bytes are up to half less.
   */
  get receiveBufferBytes(): number {
    return getsockopt(this.fd, SOL_SOCKET, SO_RCVBUF);
  }

  /**
   * Reads what the kernel has received, without blocking. Undefined if there is nothing,
   * or the stream has ended.
   */
  receiveWaiting(): Buffer | undefined {
    for (;;) {
      const count = tryRecv(this.fd, receiveBuffer, MSG_DONTWAIT);
      if (count === 'EINTR') continue;
      if (count === 'EAGAIN' || count === 0) return undefined;
      return Buffer.from(receiveBuffer.subarray(0, count));
    }
  }

  // #region send
  /**
   * Blocks until the kernel has taken all bytes. While it blocks, this server reads
   * nothing from the client, so back-pressure needs no other code.
   * @throws ConnectionAborted if the kernel takes no byte for writeTimeoutMs, or the
   *   grace period of a stop expires
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
      // A signal or the timeout interrupted the call before it had sent everything.
      const nowMs = performance.now();
      if (typeof count === 'number') progressAtMs = nowMs;
      if (this.stop.poll() && this.stop.leftMs <= 0) {
        throw new ConnectionAborted(CLOSED.graceExpired);
      }
      const wasLate = isLate;
      isLate = nowMs - progressAtMs >= this.limits.writeTimeoutMs;
      // Try once more before giving up: the client may have read while this process could
      // not run.
      if (isLate && wasLate) throw new ConnectionAborted(CLOSED.notReading);
    }
  }
  // #endregion send

  // #region close
  /**
   * Shuts down the sending side, then reads and discards until the client closes too, but
   * for no longer than lingerMs (section 11).
   */
  closeGently(): void {
    try {
      shutdown(this.fd, SHUT_WR);
      const endsAtMs = performance.now() + this.limits.lingerMs;
      for (;;) {
        const leftMs = Math.min(endsAtMs - performance.now(), this.stop.leftMs);
        if (leftMs <= 0) {
          this.#readAfter(endsAtMs); // close would send a reset if bytes were unread
          break;
        }
        this.#wakeAfter(Math.min(leftMs, this.stop.pollIntervalMs));
        const count = tryRecv(this.fd, receiveBuffer);
        if (count === 0) break;
        this.stop.poll(); // no call blocks while the client goes on sending
      }
    } catch (error) {
      // ENOTCONN, ECONNRESET: the client has already left
      if (!(error instanceof SystemError)) throw error;
    } finally {
      close(this.fd);
    }
  }
  // #endregion close

  /** Closes at once. If bytes are unread, the kernel sends a reset. */
  close(): void {
    close(this.fd);
  }

  /**
   * Calls setsockopt only if the time has changed. On a connection whose frames arrive
   * whole, it never does.
   */
  #wakeAfter(timeoutMs: number): void {
    if (timeoutMs === this.#receiveTimeoutMs) return;
    setsockopt(this.fd, SOL_SOCKET, SO_RCVTIMEO, timeoutMs);
    this.#receiveTimeoutMs = timeoutMs;
  }
}
