// Keeps processes alive that do different work (chapter 17). It is the workforce of chapter 11, with more than one kind of worker,
// and a way to dismiss one kind before the others.

import { interruptEachTime, kill, sleepOrWake, type ChildState } from '@bytes-up/posix';
import { describeEnd, Patience } from '@bytes-up/prefork-sync';
import { Children, pause } from '@bytes-up/process-per-connection';
import type { Log } from '@bytes-up/server-kit';
import { Shortage, type StopFlag } from '@bytes-up/single-thread-sync';

/** A kind of process, and how many there shall be. */
export interface Role {
  readonly name: string;
  readonly count: number;
}

/** What follows an end while the server stops. */
const NO_OTHER = 'no other one takes its place';

interface Employed {
  readonly role: Role;
  readonly bornAtMs: number;
}

export class Supervisor {
  readonly #children = new Children();
  readonly #employed = new Map<number, Employed>();
  readonly #patience: ReadonlyMap<Role, Patience>;
  readonly #shortage: Shortage;

  constructor(
    roles: readonly Role[],
    private readonly log: Log,
  ) {
    this.#patience = new Map(roles.map((role) => [role, new Patience()]));
    this.#shortage = new Shortage(log, 'processes are missing until there is room');
  }

  // #region keep
  /**
   * Keeps so many of each role until the stop flag is set. The supervisor sleeps; a signal wakes it, above all that of a dead child.
   * It returns in each child too, with its role: at once, to begin its work.
   */
  keep(stop: StopFlag): Role | 'stop' {
    interruptEachTime('SIGCHLD');
    while (!stop.look()) {
      this.#reap('another one takes its place');
      let sleepMs = stop.lookEveryMs;
      for (const [role, patience] of this.#patience) {
        while (this.#countOf(role) < role.count && patience.leftMs <= 0) {
          if (this.#hire(role, patience) === 0) return role;
        }
        if (this.#countOf(role) < role.count) sleepMs = Math.min(sleepMs, patience.leftMs);
      }
      sleepOrWake(sleepMs);
    }
    return 'stop';
  }
  // #endregion keep

  // #region dismiss
  /** Asks the processes of a role to stop, and waits until they are reaped; after the time it ends them. */
  dismiss(role: Role, withinMs: number): void {
    const endsAtMs = performance.now() + withinMs;
    this.#signal(role, 'SIGTERM');
    for (this.#reap(NO_OTHER); this.#countOf(role) > 0; this.#reap(NO_OTHER)) {
      if (performance.now() >= endsAtMs) this.#signal(role, 'SIGKILL');
      pause();
    }
  }

  /** Asks everybody who is left to stop; returns when all are reaped. */
  stop(flag: StopFlag): void {
    this.#children.stop(flag);
  }
  // #endregion dismiss

  #hire(role: Role, patience: Patience): number | undefined {
    try {
      const pid = this.#children.fork();
      this.#employed.set(pid, { role, bornAtMs: performance.now() });
      return pid;
    } catch (error) {
      this.#shortage.note(error);
      patience.failed();
      return undefined;
    }
  }

  #reap(consequence: string): void {
    for (const ended of this.#children.reap()) this.#noteEnd(ended, consequence);
  }

  #noteEnd(ended: ChildState, consequence: string): void {
    const employed = this.#employed.get(ended.pid);
    this.#employed.delete(ended.pid);
    if (employed === undefined) return;
    this.#patience.get(employed.role)?.ended(performance.now() - employed.bornAtMs);
    this.log(`${employed.role.name} ${ended.pid} ${describeEnd(ended)}; ${consequence}`);
  }

  #countOf(role: Role): number {
    return [...this.#employed.values()].filter((employed) => employed.role === role).length;
  }

  #signal(role: Role, signal: 'SIGTERM' | 'SIGKILL'): void {
    for (const [pid, employed] of this.#employed) if (employed.role === role) kill(pid, signal);
  }
}
