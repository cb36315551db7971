// A pool of threads for jobs, solved.
//
// Which problems of the chapter's servers are gone: an idle client does not tie up a
// thread, so a few threads are enough for thousands of clients, and no thread has to be
// started or interrupted for a client. What is new: jobs and results are copied between
// threads, and the thread that handles the connections must never compute anything
// itself, because all clients wait for it.

import { RpcError, type Json } from '@bytes-up/protocol';

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

interface Task {
  readonly job: Json;
  readonly resolve: (result: Json) => void;
  readonly reject: (error: Error) => void;
}

/** A thread and its current task. */
interface Member {
  readonly thread: Thread;
  task: Task | undefined;
}

/**
 * A fixed number of threads, each with at most one job.
 *
 * A task is in exactly one place at any time: in the queue, or with a member. Whatever
 * removes it from there either ends it or passes it on, so it ends exactly once.
 */
export class TaskPool {
  readonly #members = new Set<Member>();
  /** First come, first served. */
  readonly #queue: Task[] = [];
  #stopped: Promise<void> | undefined;
  #onAllEnded: () => void = () => undefined;

  constructor(private readonly options: TaskPoolOptions) {
    for (let n = 0; n < options.threads; n++) this.#startOne();
  }

  /**
   * Runs a job. Resolves with its result.
   * @throws RpcError RESOURCE_EXHAUSTED if too many jobs are waiting, UNAVAILABLE after
   *   stop, both retryable; INTERNAL if its thread dies
   */
  run(job: Json): Promise<Json> {
    if (this.#stopped !== undefined) return Promise.reject(stopping());
    const free = [...this.#members].find(({ task }) => task === undefined);
    if (free === undefined && this.#queue.length >= this.options.maxWaiting)
      return Promise.reject(
        new RpcError('RESOURCE_EXHAUSTED', 'too many jobs are waiting', { retryable: true }),
      );
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject });
      if (free !== undefined) this.#giveNext(free);
    });
  }

  /** Finishes the running jobs. Resolves when all threads have ended. */
  stop(): Promise<void> {
    if (this.#stopped !== undefined) return this.#stopped;
    this.#stopped = new Promise((resolve) => (this.#onAllEnded = resolve));
    for (const { reject } of this.#queue.splice(0)) reject(stopping());
    for (const { task, thread } of this.#members) if (task === undefined) thread.stop();
    if (this.#members.size === 0) this.#onAllEnded();
    return this.#stopped;
  }

  #startOne(): void {
    const thread = this.options.start({
      onResult: (result) => {
        const { task } = member;
        member.task = undefined;
        task?.resolve(result);
        this.#giveNext(member);
      },
      onEnd: () => this.#ended(member),
    });
    const member: Member = { thread, task: undefined };
    this.#members.add(member);
    this.#giveNext(member);
  }

  /** For an idle member: gives it the next task, or stops it. */
  #giveNext(member: Member): void {
    if (this.#stopped !== undefined) return member.thread.stop();
    member.task = this.#queue.shift();
    if (member.task !== undefined) member.thread.post(member.task.job);
  }

  #ended(member: Member): void {
    this.#members.delete(member);
    member.task?.reject(new RpcError('INTERNAL', 'the thread that ran this job died'));
    member.task = undefined;
    if (this.#stopped === undefined) this.#startOne();
    else if (this.#members.size === 0) this.#onAllEnded();
  }
}

function stopping(): RpcError {
  return new RpcError('UNAVAILABLE', 'the pool is stopping', { retryable: true });
}
