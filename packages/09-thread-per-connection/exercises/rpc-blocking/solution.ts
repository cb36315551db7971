// my/rpc, step 6: a connection, with blocking calls, solved.

import {
  bind,
  close,
  IPPROTO_TCP,
  listen,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  setsockopt,
  SHUT_WR,
  shutdown,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_SNDTIMEO,
  socket,
  SOL_SOCKET,
  SystemError,
  TCP_NODELAY,
  tryRecv,
  trySend,
} from '@bytes-up/posix';
import { pingAndPi } from '@bytes-up/protocol';
import { dispatch } from './dispatch';
import { encodeFrame, FrameDecoder } from './frames';

const LIMITS = { maxFrameBytes: 4 * 1024 * 1024 };
const RECEIVE_BYTES = 64 * 1024;
/** No call blocks for longer than this, so a stop is noticed in time. In milliseconds. */
const POLL_MS = 100;
/** How long a connection that closes is still read, in milliseconds. */
const LINGER_MS = 1_000;
/** How long a client can hold up a stop, in milliseconds. */
const GRACE_MS = 1_500;

/** Listens. Port 0 takes a free one. @returns the listening socket's descriptor */
export function listenOn(host: string, port: number): number {
  const listener = socket();
  // Before bind, or it refuses a port that still has connections in TIME_WAIT.
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1);
  setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, POLL_MS); // for accept as well
  bind(listener, { host, port });
  listen(listener);
  return listener;
}

/**
 * Serves one client until it leaves or `stopped` returns true, and closes `fd`. It awaits
 * only promises that are already fulfilled, so it needs no event loop.
 * @throws only what is a mistake of ours: whatever the client does, it returns
 */
export async function serveConnection(fd: number, stopped: () => boolean): Promise<void> {
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, POLL_MS);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, POLL_MS);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  const connection = new Connection(fd, stopped);
  try {
    await connection.serve();
    connection.closeGently();
  } catch (error) {
    // ECONNRESET, EPIPE: the client has gone, and nothing else has happened.
    if (!(error instanceof SystemError)) throw error;
  } finally {
    close(fd);
  }
}

class Connection {
  readonly #buffer = Buffer.alloc(RECEIVE_BYTES);
  readonly #decoder = new FrameDecoder(LIMITS);
  /** Set when a stop is noticed. Until then a client has all the time it wants. */
  #endsAtMs = Infinity;

  constructor(
    private readonly fd: number,
    private readonly stopped: () => boolean,
  ) {}

  /** Receives, answers, and repeats. Returns when the connection should be closed. */
  async serve(): Promise<void> {
    while (performance.now() < this.#endsAtMs) {
      const stopping = this.#isStopping();
      // At a stop only what has arrived by now is read.
      const count = tryRecv(this.fd, this.#buffer, stopping ? MSG_DONTWAIT : 0);
      if (count === 'EAGAIN' && stopping) return;
      if (typeof count === 'string') continue; // look at the stop again
      if (count === 0) return; // the client has closed its sending side
      // A copy, because the next recv overwrites the buffer.
      this.#decoder.push(Buffer.from(this.#buffer.subarray(0, count)));
      if (!(await this.#answerAll())) return;
    }
  }

  /** Lingers: closing with unread bytes would reset the connection, and lose answers. */
  closeGently(): void {
    shutdown(this.fd, SHUT_WR);
    const endsAtMs = Math.min(this.#endsAtMs, performance.now() + LINGER_MS);
    while (performance.now() < endsAtMs) if (tryRecv(this.fd, this.#buffer) === 0) return;
  }

  /** Answers every frame that is complete. @returns whether the connection goes on */
  async #answerAll(): Promise<boolean> {
    for (;;) {
      let body: Buffer | undefined;
      try {
        body = this.#decoder.next();
      } catch (error) {
        // The only reason: a length over the limit.
        const { message } = error as Error;
        const result = { code: 'RESOURCE_EXHAUSTED', message, retryable: false };
        this.#send(JSON.stringify({ out: 'error', result }));
        return false;
      }
      if (body === undefined) return true;
      const answer = await dispatch(pingAndPi, body, LIMITS);
      if (answer !== undefined && !this.#send(answer)) return false;
    }
  }

  /**
   * Blocks until the kernel has taken the whole answer. Meanwhile nothing is read from
   * this client, so it cannot fill our memory.
   * @returns false if the server stops and the client does not read in time
   */
  #send(answer: string): boolean {
    const bytes = encodeFrame(answer);
    for (let sent = 0; sent < bytes.length;) {
      if (this.#isStopping() && performance.now() > this.#endsAtMs) return false;
      const count = trySend(this.fd, bytes.subarray(sent), MSG_NOSIGNAL);
      if (typeof count === 'number') sent += count; // it may be fewer than we gave it
    }
    return true;
  }

  #isStopping(): boolean {
    if (this.#endsAtMs === Infinity && this.stopped())
      this.#endsAtMs = performance.now() + GRACE_MS;
    return this.#endsAtMs < Infinity;
  }
}
