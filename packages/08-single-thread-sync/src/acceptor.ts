// Accepting connections, and what accept may report instead of one. Chapters 08 to 14.

import { sleepOrWake, SystemError, tryAccept4, type Accepted } from '@bytes-up/posix';
import type { BlockingContext } from './blocking-command';
import { Shortage } from './shortage';

/**
 * What accept reports of a connection that broke before it was accepted (`man 2 accept`): the listener is as good as before.
 * And EINVAL: the listening socket was shut down to end the accepts that wait (chapter 09's pool).
 */
const NO_CONNECTION = new Set(
  'ECONNABORTED ENETDOWN EPROTO ENOPROTOOPT EHOSTDOWN EHOSTUNREACH ENETUNREACH EPERM EINVAL'.split(
    ' ',
  ),
);

/** How long to wait before accept is tried again after a shortage, in milliseconds. */
const PAUSE_MS = 100;

export class Acceptor {
  readonly #shortage: Shortage;

  constructor(
    private readonly listener: number,
    { log, who }: Pick<BlockingContext, 'log' | 'who'>,
  ) {
    this.#shortage = new Shortage(
      (line) => log(who + line),
      'new clients wait until there is room',
    );
  }

  // #region next
  /**
   * The next connection; undefined when accept came back without one. A connection for which there is no descriptor stays
   * in the backlog, and accept would fail again at once: so this sleeps for a moment then.
   * @param flags SOCK_NONBLOCK, SOCK_CLOEXEC for the new descriptor
   * @throws SystemError what is wrong with the listener
   */
  next(flags = 0): Accepted | undefined {
    const accepted = this.tryNext(flags);
    if (accepted !== 'shortage') return accepted;
    sleepOrWake(PAUSE_MS);
    return undefined;
  }
  // #endregion next

  /** `next` for a server that has other things to do than to sleep: it stops watching the listener for a while. */
  tryNext(flags = 0): Accepted | 'shortage' | undefined {
    try {
      const accepted = tryAccept4(this.listener, flags);
      return typeof accepted === 'string' ? undefined : accepted;
    } catch (error) {
      if (error instanceof SystemError && NO_CONNECTION.has(error.code)) return undefined;
      this.#shortage.note(error);
      return 'shortage';
    }
  }
}
