// Chapter 12 by hand: the same server as with node:net, on epoll. Handlers answer at
// once, because no promise is fulfilled in a loop that Node does not know.

import {
  EPOLLIN,
  IPPROTO_TCP,
  setNonBlocking,
  setsockopt,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  TCP_NODELAY,
} from '@bytes-up/posix';
import { Acceptor, CLOSED, type BlockingContext } from '@bytes-up/server-kit';
import { EpollConnection } from './connection';
import { EventLoop } from './event-loop';

/** How often deadlines are checked, in milliseconds: a timeout may be this much late. */
const TICK_MS = 50;
/**
 * Connections that are accepted in one go, before those that are connected have their
 * turn.
 */
const ACCEPT_AT_ONCE = 64;

/**
 * Serves until the stop flag is set. Resolves when the last connection is closed. The
 * acceptor closes `listener`.
 * @param listener a socket that listens
 */
// #region serve
export async function serve(listener: number, context: BlockingContext): Promise<void> {
  const { stop } = context;
  const acceptor = new Acceptor(listener, context);
  const loop = new EventLoop();
  const connections = new EpollConnections(loop, context);
  connections.acceptFrom(listener, acceptor);
  while (!stop.requested || connections.count > 0) {
    loop.turn(TICK_MS); // epoll_wait; then accept, recv and send where they do not block
    connections.reap(); // those whose time is up
  }
  loop.close();
}
// #endregion serve

/** The connections of one loop, wherever they come from. */
export class EpollConnections {
  readonly #open = new Set<EpollConnection>();
  /** The listening socket, and whether the loop watches it. */
  #listener: number | undefined;
  #accepting = false;
  #nextTickAtMs = 0;

  constructor(
    private readonly loop: EventLoop,
    private readonly context: BlockingContext,
    private readonly onClosed: () => void = () => undefined,
  ) {}

  get count(): number {
    return this.#open.size;
  }

  /** Serves a connection. @param fd a connected socket that does not block */
  admit(fd: number, name: string): void {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    const connection = new EpollConnection(fd, name, this.context, this.loop, (closed) => {
      this.#open.delete(closed);
      this.onClosed();
    });
    this.#open.add(connection);
  }

  // #region reap
  /** After a turn of the loop: drains at the stop, and closes what is out of time. */
  reap(): void {
    const { stop } = this.context;
    if (stop.requested) for (const connection of this.#open) connection.stop();
    const nowMs = performance.now();
    if (nowMs < this.#nextTickAtMs) return;
    this.#nextTickAtMs = nowMs + TICK_MS;
    this.loop.turn(0); // what has arrived by now is read before deadlines are checked
    for (const connection of this.#open) {
      if (stop.leftMs <= 0) connection.cut(CLOSED.graceExpired);
      else connection.checkTime(nowMs);
    }
    this.#listen(true);
  }
  // #endregion reap

  // #region accept
  /** Accepts from a listening socket. */
  acceptFrom(listener: number, acceptor: Acceptor): void {
    setNonBlocking(listener);
    this.#listener = listener;
    this.#accepting = true;
    this.loop.watch(listener, EPOLLIN, { ready: () => this.#accept(acceptor) });
    this.context.stop.onStop(() => {
      this.loop.forget(listener); // before the acceptor closes it
      this.#listener = undefined;
    });
  }

  #accept(acceptor: Acceptor): void {
    for (let i = 0; i < ACCEPT_AT_ONCE; i++) {
      if (this.#open.size >= this.context.limits.maxConnections) return this.#listen(false);
      const client = acceptor.tryAccept(SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (client === 'shortage') return this.#listen(false); // retried at the next tick
      if (client === undefined) return; // the backlog is empty
      this.admit(client.fd, client.name);
    }
  }

  /** At the bound of connections the others wait in the backlog. */
  #listen(wanted: boolean): void {
    const full = this.#open.size >= this.context.limits.maxConnections;
    const accepting = wanted && !full;
    if (this.#listener === undefined || accepting === this.#accepting) return;
    this.#accepting = accepting;
    this.loop.change(this.#listener, accepting ? EPOLLIN : 0);
  }
  // #endregion accept
}
