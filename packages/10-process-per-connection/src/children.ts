// The children of a server that forks: made, counted, reaped as they end, and stopped. Chapters 10, 11, 13 and 14.

import {
  _exit,
  dieOf,
  forkChild,
  getpid,
  getppid,
  kill,
  nanosleep,
  PR_SET_PDEATHSIG,
  prctl,
  SIG_BLOCK,
  SIG_IGN,
  SIG_SETMASK,
  signal,
  sigprocmask,
  SleepInterruptedError,
  waitpid,
  WNOHANG,
  type ChildState,
} from '@bytes-up/posix';
import type { StopFlag } from '@bytes-up/single-thread-sync';
import { WAKE_UP } from './in-child';

export class Children {
  readonly #pids = new Set<number>();

  /** Children that live, and those that have ended and are not reaped yet. */
  get count(): number {
    return this.#pids.size;
  }

  // #region fork
  /**
   * Forks. In the child it runs `work` and ends the process; it returns in the parent only.
   * @returns the child's pid
   * @throws SystemError EAGAIN, ENOMEM: there is no child
   */
  fork(work: () => void): number {
    const parent = getpid();
    // Held back from the child's birth on: it must never be killed in the middle of a call (in-child.ts).
    const mask = sigprocmask(SIG_BLOCK, ['SIGTERM', 'SIGINT']);
    try {
      const pid = forkChild();
      if (pid === 0) live(parent, work);
      this.#pids.add(pid);
      return pid;
    } finally {
      sigprocmask(SIG_SETMASK, mask);
    }
  }
  // #endregion fork

  // #region reap
  /**
   * Takes leave of every child that has ended; until then it is a zombie. Never blocks.
   * Signals merge, so one SIGCHLD may stand for many children: ask until there is none left.
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
  /** Asks every child to stop, once, and ends those that are left when the time is up. Returns when all are reaped. */
  stop(flag: StopFlag): void {
    this.#signal('SIGTERM');
    this.#signal(WAKE_UP);
    for (this.reap(); this.count > 0; this.reap()) {
      if (flag.leftMs <= 0) this.#signal('SIGKILL');
      pause();
    }
  }
  // #endregion stop

  /** A pid cannot have gone to somebody else: it is free only when the child is reaped. */
  #signal(name: 'SIGTERM' | 'SIGKILL' | typeof WAKE_UP): void {
    for (const pid of this.#pids) kill(pid, name);
  }
}

/** The life of a child, from the fork to its end. */
function live(parent: number, work: () => void): never {
  signal('SIGINT', SIG_IGN); // ctrl-C reaches the whole group: what it means is the parent's business
  prctl(PR_SET_PDEATHSIG, 'SIGKILL'); // the parent is gone, so nobody reaps or stops this child
  if (getppid() !== parent) _exit(1); // it was gone before prctl
  try {
    work();
    _exit(0);
  } catch (error) {
    dieOf(error); // not thrown on: what stands above in the stack is the parent's
  }
}

/** Lets a moment pass in which children may end. A signal cuts it short. */
export function pause(): void {
  try {
    nanosleep(10);
  } catch (error) {
    if (!(error instanceof SleepInterruptedError)) throw error;
  }
}
