// A worker: chapter 12's epoll loop. Its connections come from the channel instead of a
// listening socket.

import {
  close,
  EPOLLIN,
  formatSocketAddress,
  getpeername,
  setNonBlocking,
  SHUT_RD,
  shutdown,
  SystemError,
  tryRecvmsg,
  trySend,
} from '@bytes-up/posix';
import { inChild } from '@bytes-up/process-per-connection';
import { Shortage, type BlockingContext } from '@bytes-up/server-kit';
import { EpollConnections, EventLoop, type Watcher } from '@bytes-up/single-process-async';

/**
 * Serves the connections that come from the channel until the master asks it to stop.
 * Resolves when the last connection is closed.
 */
// #region worker
export async function serveInWorker(channel: number, master: BlockingContext): Promise<void> {
  const context = inChild(master);
  setNonBlocking(channel);
  const loop = new EventLoop();
  const reports = new Reports(channel);
  const connections = new EpollConnections(loop, context, () => reports.closed());
  // The master's next sendmsg fails with EPIPE, and another worker gets the connection.
  context.stop.onStop(() => shutdown(channel, SHUT_RD));
  loop.watch(channel, EPOLLIN, new Channel(channel, loop, connections, reports, context));
  while (!context.stop.requested || connections.count > 0) {
    loop.turn(TICK_MS); // epoll_wait; then recvmsg, recv and send where they do not block
    connections.reap(); // those whose time is up
    reports.send(); // those that the channel had no room for
  }
}

/** How often deadlines are checked, in milliseconds. */
const TICK_MS = 50;
const END = { count: 0, descriptors: [] }; // as at the end of the stream
const LOST = { count: 1, descriptors: [] }; // a byte came, and its descriptor was lost

export class Channel implements Watcher {
  readonly #byte = Buffer.alloc(1);
  readonly #shortage: Shortage;
  #count = 0;

  constructor(
    private readonly fd: number,
    private readonly loop: EventLoop,
    private readonly connections: EpollConnections,
    private readonly reports: Reports,
    private readonly context: Pick<BlockingContext, 'log' | 'who'>,
  ) {
    this.#shortage = new Shortage(context.log, 'dropping passed connections until there is room');
  }

  /** Receives the descriptors that have arrived, one per byte. */
  ready(): void {
    for (;;) {
      const received = this.#receive();
      if (typeof received === 'string') return; // EAGAIN: no more for now
      // the master closed its end, because it is stopping
      if (received.count === 0) return this.loop.forget(this.fd);
      for (const fd of received.descriptors) this.#admit(fd);
    }
  }

  #receive(): ReturnType<typeof tryRecvmsg> {
    try {
      return tryRecvmsg(this.fd, this.#byte);
    } catch (error) {
      // The master closed its end before it had read all reports.
      if (error instanceof SystemError && error.code === 'ECONNRESET') return END;
      // The connection is lost. Its client sees it end.
      this.#shortage.note(error);
      this.reports.closed();
      return LOST;
    }
  }

  #admit(fd: number): void {
    try {
      const peer = formatSocketAddress(getpeername(fd));
      this.connections.admit(fd, `${this.context.who}connection ${++this.#count} ${peer}`);
    } catch (error) {
      // ENOTCONN: the connection was reset on its way here
      if (!(error instanceof SystemError)) throw error;
      close(fd);
      this.reports.closed();
    }
  }
}
// #endregion worker

/**
 * Reports closed connections to the master, one byte each. What does not fit into the
 * channel is sent later: when many clients leave at once, it is full after some hundreds.
 */
export class Reports {
  #pending = 0;

  constructor(private readonly channel: number) {}

  closed(): void {
    this.#pending++;
    this.send();
  }

  /** Sends what is pending, as far as there is room. */
  send(): void {
    if (this.#pending === 0) return;
    try {
      const sent = trySend(this.channel, Buffer.alloc(this.#pending));
      if (typeof sent === 'number') this.#pending -= sent;
    } catch (error) {
      // EPIPE: the master is stopping and no longer counts
      if (!(error instanceof SystemError)) throw error;
    }
  }
}
