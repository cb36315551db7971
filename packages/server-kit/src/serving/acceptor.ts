// Accepts connections, and handles what accept may report instead. Chapters 08 to 14.

import {
  close,
  formatSocketAddress,
  setsockopt,
  sleepOrWake,
  SO_RCVTIMEO,
  SOL_SOCKET,
  SystemError,
  tryAccept4,
} from '@bytes-up/posix';
import type { ServeContext } from './context';
import { Shortage } from './shortage';

/**
 * Errors of a connection that broke before it was accepted (`man 2 accept`). The
 * listening socket still works. EINVAL means that it was shut down to end the accepts
 * that block on it (chapter 09's pool).
 */
const NO_CONNECTION = new Set(
  'ECONNABORTED ENETDOWN EPROTO ENOPROTOOPT EHOSTDOWN EHOSTUNREACH ENETUNREACH EPERM EINVAL'.split(
    ' ',
  ),
);

/** How long to wait after a shortage before the next accept, in milliseconds. */
const SHORTAGE_PAUSE_MS = 100;

/** An accepted connection. */
export interface AcceptedClient {
  readonly fd: number;
  /** Its name in the log: `process 7 connection 1 127.0.0.1:40000`. */
  readonly name: string;
}

export class Acceptor {
  readonly #shortage: Shortage;
  #count = 0;
  #closed = false;

  /**
   * Closes the listener as soon as the stop flag is set, even while a client is served.
   * @param listener a listening socket. accept blocks on it for at most the stop flag's
   *   poll interval
   */
  constructor(
    private readonly listener: number,
    private readonly context: Pick<ServeContext, 'log' | 'who' | 'stop'>,
  ) {
    const { log, who, stop } = context;
    this.#shortage = new Shortage((line) => log(who + line), 'new clients wait in the backlog');
    // SO_RCVTIMEO also applies to accept
    setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, stop.pollIntervalMs);
    stop.onStop(() => this.close());
  }

  // #region accept
  /**
   * Blocks until a client connects. Returns undefined if a signal arrived, or if it is
   * time to poll the stop flag. If there is no free descriptor, the connection stays in
   * the backlog and accept would fail again at once, so this sleeps for a moment first.
   * @param flags SOCK_NONBLOCK, SOCK_CLOEXEC for the new descriptor
   * @throws SystemError if the listener itself fails
   */
  accept(flags = 0): AcceptedClient | undefined {
    const accepted = this.tryAccept(flags);
    if (accepted !== 'shortage') return accepted;
    sleepOrWake(SHORTAGE_PAUSE_MS);
    return undefined;
  }
  // #endregion accept

  /**
   * `accept` for a server that must not sleep. After 'shortage' it should stop watching
   * the listener for a while.
   */
  tryAccept(flags = 0): AcceptedClient | 'shortage' | undefined {
    if (this.#closed) return undefined;
    try {
      const accepted = tryAccept4(this.listener, flags);
      if (typeof accepted === 'string') return undefined;
      const peer = formatSocketAddress(accepted.peer);
      return { fd: accepted.fd, name: `${this.context.who}connection ${++this.#count} ${peer}` };
    } catch (error) {
      if (error instanceof SystemError && NO_CONNECTION.has(error.code)) return undefined;
      this.#shortage.note(error);
      return 'shortage';
    }
  }

  /** Also called in a forked child, to close its copy: only the parent accepts. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    close(this.listener);
  }
}
