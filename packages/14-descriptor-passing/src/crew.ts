// The workers of a master that passes descriptors, each with a channel of its own: one end of a socketpair, made before the
// fork. They are replaced when they die, as in chapter 11.

import { close, setNonBlocking, socketpair } from '@bytes-up/posix';
import { Children } from '@bytes-up/process-per-connection';
import { describeEnd, Patience } from '@bytes-up/prefork-sync';
import type { Log } from '@bytes-up/server-kit';
import { Shortage, type StopFlag } from '@bytes-up/single-thread-sync';

/** A worker, as the master sees it. */
export interface Member {
  readonly pid: number;
  /** The master's end. It does not block: a worker that is slow must not hold the master. */
  readonly channel: number;
  readonly bornAtMs: number;
  /** Connections that it was given and has not reported as closed. */
  open: number;
}

export class Crew {
  readonly #children = new Children();
  readonly #patience = new Patience();
  #members: Member[] = [];

  readonly #shortage: Shortage;

  constructor(
    private readonly size: number,
    private readonly log: Log,
  ) {
    this.#shortage = new Shortage(log, 'workers are missing until there is room');
  }

  get members(): readonly Member[] {
    return this.#members;
  }

  // #region hire
  /**
   * Reaps the dead and forks what is missing, as far as patience allows.
   * @returns in a new worker its end of the channel; undefined in the master
   */
  keep(): number | undefined {
    this.#reap();
    while (this.#members.length < this.size && this.#patience.leftMs <= 0) {
      const made = this.#fork();
      if (made === undefined) break;
      const { pid, ours, theirs } = made;
      if (pid === 0) {
        close(ours);
        for (const { channel } of this.#members) close(channel); // inherited: the ends to its brothers
        return theirs;
      }
      close(theirs);
      this.#add(pid, ours);
    }
    return undefined;
  }
  // #endregion hire

  /** Asks every worker to stop; returns when all are reaped. */
  stop(flag: StopFlag): void {
    for (const { channel } of this.#members) close(channel);
    this.#members = [];
    this.#children.stop(flag);
  }

  /** A channel and a child; undefined where the system has no room for one of them. */
  #fork(): { readonly pid: number; readonly ours: number; readonly theirs: number } | undefined {
    const ends: number[] = [];
    try {
      ends.push(...socketpair());
      const [ours = -1, theirs = -1] = ends;
      return { pid: this.#children.fork(), ours, theirs };
    } catch (error) {
      ends.forEach(close);
      this.#shortage.note(error);
      this.#patience.failed();
      return undefined;
    }
  }

  #add(pid: number, channel: number): void {
    setNonBlocking(channel);
    this.#members.push({ pid, channel, bornAtMs: performance.now(), open: 0 });
  }

  #reap(): void {
    for (const ended of this.#children.reap()) {
      const member = this.#members.find(({ pid }) => pid === ended.pid);
      if (member === undefined) continue;
      this.#members = this.#members.filter((other) => other !== member);
      close(member.channel);
      this.#patience.ended(performance.now() - member.bornAtMs);
      this.log(`process ${ended.pid} ${describeEnd(ended)}; another one takes its place`);
    }
  }
}
