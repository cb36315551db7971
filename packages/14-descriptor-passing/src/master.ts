// What the master does: accept, choose a worker, pass the descriptor, close its own copy.
// It waits with poll, for the listening socket and for its workers' reports at once.

import {
  close,
  poll,
  POLLIN,
  SOCK_CLOEXEC,
  setNonBlocking,
  SOCK_NONBLOCK,
  SystemError,
  tryRecv,
  trySendmsg,
  type PollEntry,
} from '@bytes-up/posix';
import { boundConnections, type Acceptor, type BlockingContext } from '@bytes-up/server-kit';
import type { ChannelPool, WorkerInfo } from './channel-pool';
import type { Policy } from './policy';

/** How long the master waits when every worker's channel is full, in milliseconds. */
const FULL_PAUSE_MS = 5;
/** A descriptor must travel with at least one byte. Its value has no meaning. */
const ONE_BYTE = Buffer.alloc(1);
const reportBuffer = Buffer.alloc(1024);

export class Master {
  /**
   * Connections that a worker has room for. The kernel drops a descriptor that arrives at
   * a process without a free one, and the connection is lost.
   */
  readonly #maxPerWorker: number;
  /**
   * An accepted connection that could not be passed yet because every channel is full.
   */
  #pending: number | undefined;

  constructor(
    private readonly listener: number,
    private readonly acceptor: Acceptor,
    private readonly workers: ChannelPool,
    private readonly choose: Policy,
    private readonly context: BlockingContext,
  ) {
    setNonBlocking(listener);
    this.#maxPerWorker = boundConnections(context.limits, (line) => {
      context.log(`each worker: ${line}`);
    }).maxConnections; // a worker starts with the open files of this process
    context.stop.onStop(() => this.closePending());
  }

  /** At a stop. Also in a new worker, which inherits a copy and would keep it. */
  closePending(): void {
    if (this.#pending !== undefined) close(this.#pending);
    this.#pending = undefined;
  }

  // #region wait
  /**
   * Waits until a client connects, a worker reports, a signal arrives, or it is time to
   * poll the stop flag.
   */
  wait(): void {
    const { members } = this.workers;
    const entries: PollEntry[] = members.map(({ channel }) => ({ fd: channel, events: POLLIN }));
    const accepting = this.#pending === undefined && !this.#full;
    if (accepting) entries.push({ fd: this.listener, events: POLLIN });
    const { pollIntervalMs } = this.context.stop;
    const timeoutMs = Math.min(
      pollIntervalMs,
      this.#pending === undefined ? Infinity : FULL_PAUSE_MS,
    );
    try {
      poll(entries, Math.ceil(timeoutMs));
    } catch (error) {
      if (error instanceof SystemError && error.code === 'EINTR') return;
      throw error;
    }
    members.forEach((member, i) => {
      if ((entries[i]?.revents ?? 0) !== 0) readReports(member);
    });
  }
  // #endregion wait

  /** At maxConnections the master stops accepting: new clients wait in the backlog. */
  get #full(): boolean {
    const open = this.workers.members.reduce((sum, member) => sum + member.open, 0);
    return open >= this.context.limits.maxConnections;
  }

  // #region pass
  /** Accepts the next connection and passes it. @returns whether there may be another */
  passNext(): boolean {
    if (this.#full) return false;
    const fd = this.#pending ?? this.acceptor.accept(SOCK_NONBLOCK | SOCK_CLOEXEC)?.fd;
    if (fd === undefined) return false;
    const member = this.#passToWorker(fd);
    this.#pending = member === undefined ? fd : undefined;
    if (member === undefined) return false;
    member.open++;
    close(fd); // the worker has its own copy, under a number of its own
    return true;
  }

  /**
   * Offers the descriptor to the chosen worker. If its channel is full, or the worker is
   * stopping or has died, offers it to the others.
   */
  #passToWorker(fd: number): WorkerInfo | undefined {
    let candidates = this.workers.members.filter(({ open }) => open < this.#maxPerWorker);
    for (;;) {
      const member = this.choose(candidates);
      if (member === undefined) return undefined;
      try {
        if (trySendmsg(member.channel, ONE_BYTE, [fd]) === 1) return member;
      } catch (error) {
        // EPIPE: it is stopping, or has died. reap() removes it when it has
        if (!(error instanceof SystemError)) throw error;
      }
      candidates = candidates.filter((other) => other !== member);
    }
  }
  // #endregion pass
}

/** Each byte from a worker reports one connection that it has closed. */
function readReports(member: WorkerInfo): void {
  try {
    const count = tryRecv(member.channel, reportBuffer);
    if (typeof count === 'number') member.open -= count;
  } catch (error) {
    // ECONNRESET: the worker has died. reap() removes it before the next wait
    if (!(error instanceof SystemError)) throw error;
  }
}
