// Chapter 12 by hand: the same server as with node:net, on epoll. Handlers answer at once, since no promise is fulfilled in a
// loop that Node does not know.

import {
  close,
  EPOLLIN,
  formatSocketAddress,
  IPPROTO_TCP,
  setNonBlocking,
  setsockopt,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  TCP_NODELAY,
  type SocketAddress,
} from '@bytes-up/posix';
import { Acceptor, type BlockingContext } from '@bytes-up/single-thread-sync';
import { EpollConnection } from './connection';
import { EventLoop } from './event-loop';

/** How often times are looked at, in milliseconds: a time-out may be so much late. */
const TICK_MS = 50;
/** Connections that are accepted in one go, before those that are connected have their turn. */
const ACCEPT_AT_ONCE = 64;

// #region serve
/** Serves until the stop flag is set. Returns when the last connection is closed and `listener` is. */
export function serveWithEpoll(listener: number, context: BlockingContext): void {
  const loop = new EventLoop();
  const server = new EpollServer(loop, context);
  setNonBlocking(listener);
  server.listenOn(listener);
  server.run();
  loop.close();
}
// #endregion serve

/** The connections of one loop, wherever they come from. */
export class EpollServer {
  readonly #connections = new Set<EpollConnection>();
  #listener: number | undefined;
  #accepting = false;
  #count = 0;
  #nextTickAtMs = 0;

  constructor(
    private readonly loop: EventLoop,
    private readonly context: BlockingContext,
    private readonly onClosed: () => void = () => undefined,
  ) {}

  /** Accepts from this socket, which listens and does not block; it is closed when the server stops. */
  listenOn(listener: number): void {
    this.#listener = listener;
    this.#accepting = true;
    const acceptor = new Acceptor(listener, this.context);
    this.loop.watch(listener, EPOLLIN, { ready: () => this.#accept(acceptor) });
  }

  /** Serves a connection. @param fd a connected socket that does not block */
  admit(fd: number, peer: SocketAddress): void {
    const name = `${this.context.who}connection ${++this.#count} ${formatSocketAddress(peer)}`;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    const connection = new EpollConnection(fd, name, this.context, this.loop, (closed) => {
      this.#connections.delete(closed);
      this.onClosed();
    });
    this.#connections.add(connection);
  }

  get connections(): number {
    return this.#connections.size;
  }

  // #region run
  /** Turns the loop until the stop flag is set and the last connection is closed, or its time is up. */
  run(): void {
    const { stop } = this.context;
    stop.whenNoticed(() => this.#stopListening());
    while (!stop.requested || this.#connections.size > 0) {
      this.loop.turn(TICK_MS);
      const nowMs = performance.now();
      if (stop.requested) for (const connection of this.#connections) connection.stop();
      if (nowMs < this.#nextTickAtMs) continue;
      this.loop.turn(0); // what has arrived by now is read before time is judged
      this.#tick(nowMs);
    }
  }

  #tick(nowMs: number): void {
    this.#nextTickAtMs = nowMs + TICK_MS;
    for (const connection of this.#connections) {
      if (this.context.stop.leftMs <= 0) connection.cut('the grace is over');
      else connection.checkTime(nowMs);
    }
    this.#listen(true);
  }
  // #endregion run

  // #region accept
  #accept(acceptor: Acceptor): void {
    for (let i = 0; i < ACCEPT_AT_ONCE; i++) {
      if (this.#connections.size >= this.context.limits.maxConnections) return this.#listen(false);
      const accepted = acceptor.tryNext(SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (accepted === 'shortage') return this.#listen(false); // it is tried again at the next tick
      if (accepted === undefined) return; // no client is left in the backlog
      this.admit(accepted.fd, accepted.peer);
    }
  }

  /** At the bound of connections the others wait in the backlog. */
  #listen(wanted: boolean): void {
    const full = this.#connections.size >= this.context.limits.maxConnections;
    const accepting = wanted && !full;
    if (this.#listener === undefined || accepting === this.#accepting) return;
    this.#accepting = accepting;
    this.loop.change(this.#listener, accepting ? EPOLLIN : 0);
  }
  // #endregion accept

  #stopListening(): void {
    if (this.#listener === undefined) return;
    this.loop.forget(this.#listener);
    close(this.#listener);
    this.#listener = undefined;
  }
}
