// A worker: chapter 12's loop by hand. Its connections come through the channel instead of a listening socket.

import {
  close,
  EPOLLIN,
  getpeername,
  setNonBlocking,
  SystemError,
  tryRecvmsg,
  trySend,
} from '@bytes-up/posix';
import { inChild } from '@bytes-up/process-per-connection';
import { EpollServer, EventLoop, type Watcher } from '@bytes-up/single-process-async';
import type { Log } from '@bytes-up/server-kit';
import { Shortage, type BlockingContext } from '@bytes-up/single-thread-sync';

/** Serves what comes through the channel, until the master asks to stop. Returns when the last connection is closed. */
// #region worker
export function serveInWorker(channel: number, context: BlockingContext): void {
  setNonBlocking(channel);
  const loop = new EventLoop();
  const reports = new Reports(channel);
  const server = new EpollServer(loop, inChild(context), () => reports.closed());
  loop.watch(channel, EPOLLIN, new Channel(channel, loop, server, reports, context.log));
  server.run();
}

const END = { count: 0, descriptors: [] };
const LOST = { count: 1, descriptors: [] };

export class Channel implements Watcher {
  readonly #byte = Buffer.alloc(1);
  readonly #shortage: Shortage;

  constructor(
    private readonly fd: number,
    private readonly loop: EventLoop,
    private readonly server: EpollServer,
    private readonly reports: Reports,
    log: Log,
  ) {
    this.#shortage = new Shortage(log, 'connections that are passed are lost until there is room');
  }

  /** Takes the descriptors that have come, each with its byte. */
  ready(): void {
    for (;;) {
      const received = this.#receive();
      if (typeof received === 'string') return; // EAGAIN: that was all
      if (received.count === 0) return this.loop.forget(this.fd); // the master has closed its end: it stops
      for (const fd of received.descriptors) this.#admit(fd);
    }
  }

  #receive(): ReturnType<typeof tryRecvmsg> {
    try {
      return tryRecvmsg(this.fd, this.#byte);
    } catch (error) {
      // A master that has closed its end with reports in it, unread, is the end of the channel too.
      if (error instanceof SystemError && error.code === 'ECONNRESET') return END;
      this.#shortage.note(error); // the connection is lost, and its client sees the end of it
      this.reports.closed();
      return LOST;
    }
  }

  #admit(fd: number): void {
    try {
      this.server.admit(fd, getpeername(fd));
    } catch (error) {
      if (!(error instanceof SystemError)) throw error; // ENOTCONN: it was reset on its way
      close(fd);
      this.reports.closed();
    }
  }
}
// #endregion worker

/** Tells the master of closed connections, a byte for each. What the channel cannot take now goes with the next. */
export class Reports {
  #untold = 0;

  constructor(private readonly channel: number) {}

  closed(): void {
    this.#untold++;
    try {
      const told = trySend(this.channel, Buffer.alloc(this.#untold));
      if (typeof told === 'number') this.#untold -= told;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error; // EPIPE: the master stops, and counts no more
    }
  }
}
