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
/** How long a closing connection is still read, in milliseconds. */
const LINGER_MS = 1_000;
/** How long a client can delay a stop, in milliseconds. */
const GRACE_MS = 1_500;

/** Listens. Port 0 picks a free one. @returns the listening socket's descriptor */
export function listenOn(host: string, port: number): number {
  const listener = socket();
  // Before bind, which otherwise refuses a port with connections in TIME_WAIT.
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1);
  setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, POLL_MS); // for accept as well
  bind(listener, { host, port });
  listen(listener);
  return listener;
}

/**
 * Serves one client until it leaves or `stopped` returns true, and closes `fd`. It awaits
 * only promises that are already fulfilled, so it needs no event loop.
 * @throws only for a bug of ours: whatever the client does, it returns
 */
export async function serveConnection(fd: number, stopped: () => boolean): Promise<void> {
  try {
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, POLL_MS);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, POLL_MS);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    const connection = new Connection(fd, stopped);
    await connection.serve();
    connection.closeGently();
  } catch (error) {
    // ECONNRESET, EPIPE: the client is gone, and that is all.
    if (!(error instanceof SystemError)) throw error;
  } finally {
    close(fd);
  }
}

class Connection {
  readonly #buffer = Buffer.alloc(RECEIVE_BYTES);
  readonly #decoder = new FrameDecoder(LIMITS);
  /** Set when a stop is noticed. Until then a client may take as long as it wants. */
  #endsAtMs = Infinity;

  constructor(
    private readonly fd: number,
    private readonly stopped: () => boolean,
  ) {}

  /** Receives, answers, and repeats. Returns when the connection should be closed. */
  async serve(): Promise<void> {
    while (performance.now() < this.#endsAtMs) {
      const stopping = this.#isStopping();
      // When stopping, read only what has already arrived.
      const count = tryRecv(this.fd, this.#buffer, stopping ? MSG_DONTWAIT : 0);
      if (count === 'EAGAIN' && stopping) return;
      if (typeof count === 'string') continue; // check for the stop again
      if (count === 0) return; // the client has closed its sending side
      // A copy, because the next recv overwrites the buffer.
      this.#decoder.push(Buffer.from(this.#buffer.subarray(0, count)));
      if (!(await this.#answerAll())) return;
    }
  }

  /**
   * Lingering close: closing with unread bytes would reset the connection, and could lose
   * answers.
   */
  closeGently(): void {
    shutdown(this.fd, SHUT_WR);
    const endsAtMs = Math.min(this.#endsAtMs, performance.now() + LINGER_MS);
    while (performance.now() < endsAtMs) if (tryRecv(this.fd, this.#buffer) === 0) return;
  }

  /** Answers every complete frame. @returns whether the connection goes on */
  async #answerAll(): Promise<boolean> {
    for (;;) {
      let body: Buffer | undefined;
      try {
        body = this.#decoder.next();
      } catch (error) {
        // The only possible reason is a length over the limit.
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
   * Blocks until the kernel has accepted the whole answer. In the meantime nothing is
   * read from this client, so it cannot fill our memory.
   * @returns false if the server stops and the client does not read in time
   */
  #send(answer: string): boolean {
    const bytes = encodeFrame(answer);
    for (let sent = 0; sent < bytes.length;) {
      if (this.#isStopping() && performance.now() > this.#endsAtMs) return false;
      const count = trySend(this.fd, bytes.subarray(sent), MSG_NOSIGNAL);
      if (typeof count === 'number') sent += count; // perhaps fewer than we gave it
    }
    return true;
  }

  #isStopping(): boolean {
    if (this.#endsAtMs === Infinity && this.stopped())
      this.#endsAtMs = performance.now() + GRACE_MS;
    return this.#endsAtMs < Infinity;
  }
}
