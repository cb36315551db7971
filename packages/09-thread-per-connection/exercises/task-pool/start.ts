// A pool of threads for jobs. The task: npm start -- exercise 09-task-pool

import type { Json } from '@bytes-up/protocol';

export interface Thread {
  /** Gives it a job. One at a time. */
  post(job: Json): void;
  /** Asks it to end. */
  stop(): void;
}

export interface ThreadEvents {
  /** It has finished its job. */
  onResult(result: Json): void;
  /** It has ended: it crashed or was stopped. */
  onEnd(): void;
}

export interface TaskPoolOptions {
  /** How many threads. */
  readonly threads: number;
  /** The most jobs that may wait for a thread. */
  readonly maxWaiting: number;
  /** Starts a thread. No event is called before this has returned. */
  readonly start: (events: ThreadEvents) => Thread;
}

/** A fixed number of threads, each with at most one job. */
export class TaskPool {
  constructor(options: TaskPoolOptions) {
    throw new Error('not written yet: start the threads');
  }

  /**
   * Runs a job. Resolves with its result.
   * @throws RpcError RESOURCE_EXHAUSTED if too many jobs are waiting, UNAVAILABLE after
   *   stop, both retryable; INTERNAL if its thread dies
   */
  run(job: Json): Promise<Json> {
    return Promise.reject(new Error('not written yet: run'));
  }

  /** Finishes the running jobs. Resolves when all threads have ended. */
  stop(): Promise<void> {
    return Promise.reject(new Error('not written yet: stop'));
  }
}
