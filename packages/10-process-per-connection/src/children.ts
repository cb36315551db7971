// Forks, counts, reaps and stops the children of a server. Chapters 10, 11, 13 and 14.

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

  /** Children that are running, or have ended and are not reaped yet. */
  get count(): number {
    return this.#pids.size;
  }

  // #region fork
  /**
   * Forks. Returns twice: the child's pid in the parent, and 0 in the child.
   * @throws SystemError EAGAIN, ENOMEM: there is no child
   */
  fork(): number {
    const parent = getpid();
    // The child inherits the mask, so these signals never interrupt it (in-child.ts).
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
    signal(WAKE_UP, SIG_IGN); // a child that blocks sets a handler (in-child.ts)
    // ctrl-C reaches the whole group, and the parent handles it
    signal('SIGINT', SIG_IGN);
    // if the parent dies, no other process would stop this child
    prctl(PR_SET_PDEATHSIG, 'SIGKILL');
    if (getppid() !== parent) _exit(1); // the parent died before prctl
  }
  // #endregion fork

  // #region reap
  /**
   * Reaps every child that has ended and is a zombie now. Never blocks. Signals are not
   * queued, and one SIGCHLD may stand for many children, so this asks until none is left.
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
   * Asks every child to stop, and kills those that are left when the grace period
   * expires. Returns when all are reaped.
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
   * The pids are still our children's, because the kernel reuses a pid only after the
   * child is reaped.
   */
  #signal(name: 'SIGTERM' | 'SIGKILL' | typeof WAKE_UP): void {
    for (const pid of this.#pids) kill(pid, name);
  }
}

/** Sleeps for 10 ms, so that children can end. A signal ends it early. */
export function pause(): void {
  sleepOrWake(10);
}
