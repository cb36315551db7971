// The master: it accepts, chooses a worker, passes the descriptor and closes its own copy. It waits for the listening socket and
// for the workers' reports at once, with poll.

import {
  close,
  interruptEachTime,
  poll,
  POLLIN,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SystemError,
  tryRecv,
  trySendmsg,
  type PollEntry,
} from '@bytes-up/posix';
import { boundConnections } from '@bytes-up/server-kit';
import { Acceptor, type BlockingContext } from '@bytes-up/single-thread-sync';
import type { Crew, Member } from './crew';
import type { Policy } from './policy';

/** How long the master waits where every worker's channel is full, in milliseconds. */
const FULL_PAUSE_MS = 5;
/** A descriptor travels with a byte; the byte says nothing. */
const ONE_BYTE = Buffer.alloc(1);
const reports = Buffer.alloc(1024);

export class Master {
  readonly #acceptor: Acceptor;
  /** Connections of one worker: a descriptor that it has no room for would be lost on its way. */
  readonly #mostEach: number;
  /** A connection that no worker could be given yet. */
  #waiting: number | undefined;

  constructor(
    private readonly listener: number,
    private readonly crew: Crew,
    private readonly choose: Policy,
    private readonly context: BlockingContext,
  ) {
    this.#acceptor = new Acceptor(listener, context);
    this.#mostEach = boundConnections(context.limits, (line) => {
      context.log(`a worker takes ${line}`);
    }).maxConnections; // a worker is a copy of this process
  }

  // #region run
  /** Runs until the stop flag is set. @returns in each new worker, at once, its end of the channel; in the master undefined */
  run(): number | undefined {
    const { stop } = this.context;
    interruptEachTime('SIGCHLD');
    while (!stop.look()) {
      const channel = this.crew.keep();
      if (channel !== undefined) return channel;
      this.#wait();
      while (this.#passNext());
    }
    if (this.#waiting !== undefined) close(this.#waiting);
    return undefined;
  }
  // #endregion run

  // #region wait
  /** Until somebody connects, a worker reports, a signal comes, or it is time to look at the stop flag. */
  #wait(): void {
    const { members } = this.crew;
    const entries: PollEntry[] = members.map(({ channel }) => ({ fd: channel, events: POLLIN }));
    const accepting = this.#waiting === undefined && !this.#full;
    if (accepting) entries.push({ fd: this.listener, events: POLLIN });
    const { lookEveryMs } = this.context.stop;
    const timeoutMs = Math.min(lookEveryMs, this.#waiting === undefined ? Infinity : FULL_PAUSE_MS);
    try {
      poll(entries, Math.ceil(timeoutMs));
    } catch (error) {
      if (error instanceof SystemError && error.code === 'EINTR') return;
      throw error;
    }
    members.forEach((member, i) => {
      if ((entries[i]?.revents ?? 0) !== 0) hearReports(member);
    });
  }
  // #endregion wait

  /** At the bound of connections the others wait in the backlog. */
  get #full(): boolean {
    const open = this.crew.members.reduce((sum, member) => sum + member.open, 0);
    return open >= this.context.limits.maxConnections;
  }

  // #region pass
  /** Accepts the next connection and passes it. @returns whether there may be another */
  #passNext(): boolean {
    if (this.#full) return false;
    const fd = this.#waiting ?? this.#acceptor.next(SOCK_NONBLOCK | SOCK_CLOEXEC)?.fd;
    if (fd === undefined) return false;
    const member = this.#give(fd);
    this.#waiting = member === undefined ? fd : undefined;
    if (member === undefined) return false;
    member.open++;
    close(fd); // the worker has its own copy, under a number of its own
    return true;
  }

  /** Offers the descriptor to the chosen worker, and to the others when its channel is full or its process gone. */
  #give(fd: number): Member | undefined {
    let candidates = this.crew.members.filter(({ open }) => open < this.#mostEach);
    for (;;) {
      const member = this.choose(candidates);
      if (member === undefined) return undefined;
      try {
        if (trySendmsg(member.channel, ONE_BYTE, [fd]) === 1) return member;
      } catch (error) {
        if (!(error instanceof SystemError)) throw error; // EPIPE: it has died, and is reaped at the next turn
      }
      candidates = candidates.filter((other) => other !== member);
    }
  }
  // #endregion pass
}

/** Each byte that comes back from a worker is a connection that it has closed. */
function hearReports(member: Member): void {
  try {
    const count = tryRecv(member.channel, reports);
    if (typeof count === 'number') member.open -= count;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error; // ECONNRESET: it has died, and is reaped at the next turn
  }
}
