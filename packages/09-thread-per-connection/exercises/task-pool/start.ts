// A pool of threads for jobs. The task: npm start -- exercise 09-task-pool

import type { Json } from '@bytes-up/protocol';

export interface Thread {
  /** Gives it a job. One at a time. */
  post(job: Json): void;
  /** Asks it to end. */
  stop(): void;
}

export interface ThreadEvents {
  /** It has done its job. */
  onResult(result: Json): void;
  /** It has ended: it died, or it was stopped. */
  onEnd(): void;
}

export interface TaskPoolOptions {
  /** How many threads. */
  readonly threads: number;
  /** The most jobs that wait for a thread. */
  readonly maxWaiting: number;
  /** Starts a thread. It calls none of the events before this has returned. */
  readonly start: (events: ThreadEvents) => Thread;
}

/** A fixed number of threads, each with at most one job. */
export class TaskPool {
  constructor(options: TaskPoolOptions) {
    throw new Error('not written yet: start the threads');
  }

  /**
   * A job's result.
   * @throws RpcError RESOURCE_EXHAUSTED if too many wait, UNAVAILABLE after stop, both
   *   retryable; INTERNAL if its thread dies
   */
  run(job: Json): Promise<Json> {
    return Promise.reject(new Error('not written yet: run'));
  }

  /** Finishes the jobs that have begun. Resolves when all threads have ended. */
  stop(): Promise<void> {
    return Promise.reject(new Error('not written yet: stop'));
  }
}
