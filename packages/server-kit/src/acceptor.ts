// Accepting connections, and what accept may report instead of one. Chapters 08 to 14.

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
 * What accept reports of a connection that broke before it was accepted (`man 2 accept`):
 * the listener is as good as before. And EINVAL: the listening socket was shut down to
 * end the accepts that wait (chapter 09's pool).
 */
const NO_CONNECTION = new Set(
  'ECONNABORTED ENETDOWN EPROTO ENOPROTOOPT EHOSTDOWN EHOSTUNREACH ENETUNREACH EPERM EINVAL'.split(
    ' ',
  ),
);

/** How long to wait before accept is tried again after a shortage, in milliseconds. */
const PAUSE_MS = 100;

/** A connection that was accepted. */
export interface AcceptedClient {
  readonly fd: number;
  /** How the log calls it: `process 7 connection 1 127.0.0.1:40000`. */
  readonly name: string;
}

export class Acceptor {
  readonly #shortage: Shortage;
  #count = 0;
  #closed = false;

  /**
   * The listener is closed as soon as the stop flag is set, also while a client is
   * served.
   * @param listener a socket that listens; accept blocks on it no longer than the flag's
   *   poll interval
   */
  constructor(
    private readonly listener: number,
    private readonly context: Pick<ServeContext, 'log' | 'who' | 'stop'>,
  ) {
    const { log, who, stop } = context;
    this.#shortage = new Shortage(
      (line) => log(who + line),
      'new clients wait until there is room',
    );
    // accept honours it too
    setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, stop.pollIntervalMs);
    stop.onStop(() => this.close());
  }

  // #region accept
  /**
   * Blocks until a client connects. Undefined when accept came back without one: a
   * signal, or time to poll the stop flag. A connection for which there is no descriptor
   * stays in the backlog, and accept would fail again at once, so this sleeps for a
   * moment then.
   * @param flags SOCK_NONBLOCK, SOCK_CLOEXEC for the new descriptor
   * @throws SystemError what is wrong with the listener
   */
  accept(flags = 0): AcceptedClient | undefined {
    const accepted = this.tryAccept(flags);
    if (accepted !== 'shortage') return accepted;
    sleepOrWake(PAUSE_MS);
    return undefined;
  }
  // #endregion accept

  /**
   * `accept` for a server that must not sleep: it stops watching the listener for a
   * while.
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

  /** In a child of the server: its copy of the listener. Only the parent accepts. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    close(this.listener);
  }
}
