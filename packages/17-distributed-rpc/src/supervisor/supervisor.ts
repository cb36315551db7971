// Keeps processes of several roles alive (chapter 17). It extends the supervision of
// chapter 11: there is more than one kind of worker, and one kind can be stopped before
// the others.

import { interruptEachTime, kill, sleepOrWake, type ChildState } from '@bytes-up/posix';
import { describeEnd, RestartBackoff } from '@bytes-up/prefork-sync';
import { Children, pause } from '@bytes-up/process-per-connection';
import { Shortage, type Log, type StopFlag } from '@bytes-up/server-kit';

/** A kind of process, and how many of it to keep. */
export interface Role {
  readonly name: string;
  readonly count: number;
}

/** The consequence of an exit while the server stops. */
const NO_RESTART = 'not restarting';

interface WorkerInfo {
  readonly role: Role;
  readonly startedAtMs: number;
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
   * Keeps the processes of each role alive until the stop flag is set. The supervisor
   * sleeps until a signal wakes it, most often SIGCHLD. It also returns in each child, at
   * once and with its role.
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

  // #region stop
  /** Stops and reaps the processes of one role. After the timeout it kills them. */
  stopRole(role: Role, withinMs: number): void {
    const endsAtMs = performance.now() + withinMs;
    this.#signal(role, 'SIGTERM');
    for (this.#reap(NO_RESTART); this.#countOf(role) > 0; this.#reap(NO_RESTART)) {
      if (performance.now() >= endsAtMs) this.#signal(role, 'SIGKILL');
      pause();
    }
  }

  /** Stops and reaps all processes that are left. */
  stop(flag: StopFlag): void {
    this.#children.stop(flag);
  }
  // #endregion stop

  #spawn(role: Role, backoff: RestartBackoff): number | undefined {
    try {
      const pid = this.#children.fork();
      this.#workers.set(pid, { role, startedAtMs: performance.now() });
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
    this.#backoff.get(worker.role)?.ended(performance.now() - worker.startedAtMs);
    this.log(`${worker.role.name} ${ended.pid} ${describeEnd(ended)}; ${consequence}`);
  }

  #countOf(role: Role): number {
    return [...this.#workers.values()].filter((worker) => worker.role === role).length;
  }

  #signal(role: Role, signal: 'SIGTERM' | 'SIGKILL'): void {
    for (const [pid, worker] of this.#workers) if (worker.role === role) kill(pid, signal);
  }
}
