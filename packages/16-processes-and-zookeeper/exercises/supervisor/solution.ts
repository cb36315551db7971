// A supervisor, solved.
//
// How one SIGCHLD could keep it busy forever: if it forked inside the reaping loop, and
// every new worker exited at once, waitpid would always find another one.
//
// Why a reaped pid gets no signal: a zombie keeps its pid, so a worker that has not been
// reaped can be signalled safely. Once it is reaped, the kernel may reuse its pid for any
// new process, and SIGKILL would end that one.

/** The system calls, passed in so that a test can decide which child exits when. */
export interface Kernel {
  /** Starts a worker. @returns its pid */
  fork(): number;
  /**
   * waitpid(-1, WNOHANG): reaps a child that has exited.
   * @returns its pid; undefined if children are running and none has exited
   * @throws an error with the code ECHILD if there are no children at all
   */
  waitpid(): number | undefined;
  kill(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** Keeps a number of workers running. */
export class Supervisor {
  readonly #workers = new Set<number>();
  #isStopping = false;

  /** Forks nothing yet. */
  constructor(
    private readonly kernel: Kernel,
    private readonly count: number,
  ) {}

  /** The pids of the workers that have not been reaped yet, in any order. */
  get workers(): readonly number[] {
    return [...this.#workers];
  }

  /** It was told to stop, and every worker has been reaped. */
  get hasStopped(): boolean {
    return this.#isStopping && this.#workers.size === 0;
  }

  /** Starts the workers. */
  start(): void {
    while (this.#workers.size < this.count) this.#workers.add(this.kernel.fork());
  }

  /** SIGCHLD has arrived. It may stand for any number of children, even none. */
  onSigchld(): void {
    let pid: number | undefined;
    while ((pid = this.#reap()) !== undefined) this.#workers.delete(pid);
    if (!this.#isStopping) this.start(); // not in the loop, which might never end
  }

  /** SIGTERM has arrived. The second one kills workers that take too long. */
  onSigterm(): void {
    const signal = this.#isStopping ? 'SIGKILL' : 'SIGTERM';
    this.#isStopping = true;
    for (const pid of this.#workers) this.kernel.kill(pid, signal);
  }

  /** Reaps a child. @returns its pid; undefined if none has exited */
  #reap(): number | undefined {
    try {
      return this.kernel.waitpid();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ECHILD') return undefined;
      throw error;
    }
  }
}
