// A supervisor. The task: npm start -- exercise 16-supervisor

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
  /** Forks nothing yet. */
  constructor(kernel: Kernel, count: number) {
    // not written yet: keep the kernel and the count
  }

  /** The pids of the workers that have not been reaped yet, in any order. */
  get workers(): readonly number[] {
    throw new Error('not written yet: workers');
  }

  /** It was told to stop, and every worker has been reaped. */
  get hasStopped(): boolean {
    throw new Error('not written yet: hasStopped');
  }

  /** Starts the workers. */
  start(): void {
    throw new Error('not written yet: start');
  }

  /** SIGCHLD has arrived. */
  onSigchld(): void {
    throw new Error('not written yet: onSigchld');
  }

  /** SIGTERM has arrived. */
  onSigterm(): void {
    throw new Error('not written yet: onSigterm');
  }
}
