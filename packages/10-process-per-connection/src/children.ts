// The children of a server that forks: forked, counted, reaped and stopped. Chapters 10,
// 11, 13 and 14.

import {
  _exit,
  forkChild,
  getpid,
  getppid,
  kill,
  PR_SET_PDEATHSIG,
  prctl,
  SIG_BLOCK,
  SIG_IGN,
  SIG_SETMASK,
  signal,
  sigprocmask,
  sleepOrWake,
  waitpid,
  WNOHANG,
  type ChildState,
} from '@bytes-up/posix';
import { WAKE_UP, type StopFlag } from '@bytes-up/server-kit';

export class Children {
  readonly #pids = new Set<number>();

  /** Children that run, and those that have ended and are not reaped yet. */
  get count(): number {
    return this.#pids.size;
  }

  // #region fork
  /**
   * Forks. It returns twice: in the parent the child's pid, in the child 0.
   * @throws SystemError EAGAIN, ENOMEM: no child was made
   */
  fork(): number {
    const parent = getpid();
    // Blocked from the child's first instruction on: no call of it is ever cut
    // (in-child.ts).
    const mask = sigprocmask(SIG_BLOCK, ['SIGTERM', 'SIGINT']);
    try {
      const pid = forkChild();
      if (pid === 0) this.#becomeChild(parent);
      else this.#pids.add(pid);
      return pid;
    } finally {
      if (getpid() === parent) sigprocmask(SIG_SETMASK, mask);
    }
  }

  #becomeChild(parent: number): void {
    this.#pids.clear(); // the parent's children are not the child's
    signal(WAKE_UP, SIG_IGN); // a child that blocks sets it again (in-child.ts)
    // ctrl-C reaches the whole group, and the parent handles it
    signal('SIGINT', SIG_IGN);
    prctl(PR_SET_PDEATHSIG, 'SIGKILL'); // no other process would stop or reap this child
    if (getppid() !== parent) _exit(1); // the parent ended before prctl
  }
  // #endregion fork

  // #region reap
  /**
   * Reaps every child that has ended; until then it is a zombie. Never blocks.
   * Signals merge, so one SIGCHLD may stand for many children: ask until none is left.
   */
  reap(): ChildState[] {
    const ended: ChildState[] = [];
    while (this.#pids.size > 0) {
      const state = waitpid(-1, WNOHANG);
      if (state === undefined) break;
      this.#pids.delete(state.pid);
      ended.push(state);
    }
    return ended;
  }
  // #endregion reap

  // #region stop
  /**
   * Asks every child to stop, once, and kills those that are left after the grace period.
   * Returns when all are reaped.
   */
  stop(flag: StopFlag): void {
    this.#signal('SIGTERM');
    this.#signal(WAKE_UP);
    for (this.reap(); this.count > 0; this.reap()) {
      if (flag.leftMs <= 0) this.#signal('SIGKILL');
      pause();
    }
  }
  // #endregion stop

  /**
   * A pid cannot belong to another process: the kernel reuses it only after the child is
   * reaped.
   */
  #signal(name: 'SIGTERM' | 'SIGKILL' | typeof WAKE_UP): void {
    for (const pid of this.#pids) kill(pid, name);
  }
}

/** Sleeps for a moment in which children may end. A signal cuts it short. */
export function pause(): void {
  sleepOrWake(10);
}
