// Keeps processes alive that do different work (chapter 17). It is the workforce of chapter 11, with more than one kind of worker,
// and a way to dismiss one kind before the others.

import { interruptEachTime, kill, sleepOrWake, type ChildState } from '@bytes-up/posix';
import { describeEnd, RestartBackoff } from '@bytes-up/prefork-sync';
import { Children, pause } from '@bytes-up/process-per-connection';
import { Shortage, type Log, type StopFlag } from '@bytes-up/server-kit';

/** A kind of process, and how many there shall be. */
export interface Role {
  readonly name: string;
  readonly count: number;
}

/** What follows an end while the server stops. */
const NO_OTHER = 'no other one takes its place';

interface WorkerInfo {
  readonly role: Role;
  readonly bornAtMs: number;
}

export class Supervisor {
  readonly #children = new Children();
  readonly #workers = new Map<number, WorkerInfo>();
  readonly #backoff: ReadonlyMap<Role, RestartBackoff>;
  readonly #shortage: Shortage;

  constructor(
    roles: readonly Role[],
    private readonly log: Log,
  ) {
    this.#backoff = new Map(roles.map((role) => [role, new RestartBackoff()]));
    this.#shortage = new Shortage(log, 'processes are missing until there is room');
  }

  // #region keep
  /**
   * Keeps so many of each role until the stop flag is set. The supervisor sleeps; a signal wakes it, above all that of a dead child.
   * It returns in each child too, with its role: at once, to begin its work.
   */
  keep(stop: StopFlag): Role | 'stop' {
    interruptEachTime('SIGCHLD');
    while (!stop.poll()) {
      this.#reap('restarting');
      let sleepMs = stop.pollIntervalMs;
      for (const [role, backoff] of this.#backoff) {
        while (this.#countOf(role) < role.count && backoff.leftMs <= 0) {
          if (this.#spawn(role, backoff) === 0) return role;
        }
        if (this.#countOf(role) < role.count) sleepMs = Math.min(sleepMs, backoff.leftMs);
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

  #spawn(role: Role, backoff: RestartBackoff): number | undefined {
    try {
      const pid = this.#children.fork();
      this.#workers.set(pid, { role, bornAtMs: performance.now() });
      return pid;
    } catch (error) {
      this.#shortage.note(error);
      backoff.failed();
      return undefined;
    }
  }

  #reap(consequence: string): void {
    for (const ended of this.#children.reap()) this.#noteEnd(ended, consequence);
  }

  #noteEnd(ended: ChildState, consequence: string): void {
    const worker = this.#workers.get(ended.pid);
    this.#workers.delete(ended.pid);
    if (worker === undefined) return;
    this.#backoff.get(worker.role)?.ended(performance.now() - worker.bornAtMs);
    this.log(`${worker.role.name} ${ended.pid} ${describeEnd(ended)}; ${consequence}`);
  }

  #countOf(role: Role): number {
    return [...this.#workers.values()].filter((worker) => worker.role === role).length;
  }

  #signal(role: Role, signal: 'SIGTERM' | 'SIGKILL'): void {
    for (const [pid, worker] of this.#workers) if (worker.role === role) kill(pid, signal);
  }
}
