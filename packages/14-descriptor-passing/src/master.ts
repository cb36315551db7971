// The master's work: accept, choose a worker, pass the descriptor, close its own copy. It
// waits for the listening socket and for the workers' reports at once, with poll.

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
/** A descriptor travels with a byte; the byte has no meaning. */
const ONE_BYTE = Buffer.alloc(1);
const reports = Buffer.alloc(1024);

export class Master {
  /**
   * Connections of one worker: a descriptor for which it has no room would be lost on the
   * way.
   */
  readonly #mostEach: number;
  /** A connection that could not be passed yet: every channel was full. */
  #waiting: number | undefined;

  constructor(
    private readonly listener: number,
    private readonly acceptor: Acceptor,
    private readonly workers: ChannelPool,
    private readonly choose: Policy,
    private readonly context: BlockingContext,
  ) {
    setNonBlocking(listener);
    this.#mostEach = boundConnections(context.limits, (line) => {
      context.log(`a worker takes ${line}`);
    }).maxConnections; // a worker is a copy of this process
    context.stop.onStop(() => this.#waiting !== undefined && close(this.#waiting));
  }

  // #region wait
  /**
   * Until a client connects, a worker reports, a signal comes, or it is time to poll the
   * stop flag.
   */
  wait(): void {
    const { members } = this.workers;
    const entries: PollEntry[] = members.map(({ channel }) => ({ fd: channel, events: POLLIN }));
    const accepting = this.#waiting === undefined && !this.#full;
    if (accepting) entries.push({ fd: this.listener, events: POLLIN });
    const { pollIntervalMs } = this.context.stop;
    const timeoutMs = Math.min(
      pollIntervalMs,
      this.#waiting === undefined ? Infinity : FULL_PAUSE_MS,
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

  /** At the bound of connections the others wait in the backlog. */
  get #full(): boolean {
    const open = this.workers.members.reduce((sum, member) => sum + member.open, 0);
    return open >= this.context.limits.maxConnections;
  }

  // #region pass
  /** Accepts the next connection and passes it. @returns whether there may be another */
  passNext(): boolean {
    if (this.#full) return false;
    const fd = this.#waiting ?? this.acceptor.accept(SOCK_NONBLOCK | SOCK_CLOEXEC)?.fd;
    if (fd === undefined) return false;
    const member = this.#give(fd);
    this.#waiting = member === undefined ? fd : undefined;
    if (member === undefined) return false;
    member.open++;
    close(fd); // the worker has its own copy, under a number of its own
    return true;
  }

  /**
   * Offers the descriptor to the chosen worker, then to the others if its channel is full
   * or its process gone.
   */
  #give(fd: number): WorkerInfo | undefined {
    let candidates = this.workers.members.filter(({ open }) => open < this.#mostEach);
    for (;;) {
      const member = this.choose(candidates);
      if (member === undefined) return undefined;
      try {
        if (trySendmsg(member.channel, ONE_BYTE, [fd]) === 1) return member;
      } catch (error) {
        // EPIPE: it has died, and is reaped in the next round
        if (!(error instanceof SystemError)) throw error;
      }
      candidates = candidates.filter((other) => other !== member);
    }
  }
  // #endregion pass
}

/** Each byte that comes back from a worker is a connection that it has closed. */
function readReports(member: WorkerInfo): void {
  try {
    const count = tryRecv(member.channel, reports);
    if (typeof count === 'number') member.open -= count;
  } catch (error) {
    // ECONNRESET: it has died, and is reaped in the next round
    if (!(error instanceof SystemError)) throw error;
  }
}
