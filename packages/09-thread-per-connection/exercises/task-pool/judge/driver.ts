// Drives the learner's pool with threads that the judge controls.

import type { Json } from '@bytes-up/protocol';
import { CaseFailed, expectEqual, resultOf, settled, show, Watched } from '@bytes-up/testkit';

export interface Thread {
  post(job: Json): void;
  stop(): void;
}

export interface ThreadEvents {
  onResult(result: Json): void;
  onEnd(): void;
}

export interface TaskPool {
  run(job: Json): Promise<Json>;
  stop(): Promise<void>;
}

export interface Exports {
  TaskPool: new (options: {
    readonly threads: number;
    readonly maxWaiting: number;
    readonly start: (events: ThreadEvents) => Thread;
  }) => TaskPool;
}

export interface Setting {
  readonly threads: number;
  readonly maxWaiting?: number;
}

/** A thread that the judge controls. */
interface Puppet {
  readonly events: ThreadEvents;
  job: Json | undefined;
  timesStopped: number;
  hasEnded: boolean;
}

interface Refusal {
  readonly code: string;
  readonly retryable: boolean;
}

export class Driver {
  #given: string;
  #pool!: TaskPool;
  readonly #threads: Puppet[] = [];
  readonly #jobs = new Map<string, Watched<Json>>();
  readonly #stops: Watched<void>[] = [];

  private constructor({ threads, maxWaiting = 10 }: Setting) {
    this.#given = `threads ${threads}${maxWaiting === 10 ? '' : `, maxWaiting ${maxWaiting}`}`;
  }

  static async begin({ TaskPool }: Exports, setting: Setting): Promise<Driver> {
    const game = new Driver(setting);
    const { threads, maxWaiting = 10 } = setting;
    const start = (events: ThreadEvents): Thread => game.#start(events);
    game.#pool = await resultOf(game.#given, () => new TaskPool({ threads, maxWaiting, start }));
    return game;
  }

  /** A job is just its name. */
  async run(...jobs: string[]): Promise<void> {
    for (const job of jobs) await this.#run(job, job);
    await settled();
  }

  /** Runs any job. The promise gets a name of its own. */
  async runAs(name: string, job: Json): Promise<void> {
    await this.#run(name, job);
    await settled();
  }

  async answer(number: number): Promise<void> {
    const thread = this.#thread(number);
    const { job } = thread;
    this.#did(`thread ${number} answers ${show(job)}`);
    if (job === undefined) {
      const expected = `thread ${number} to have a job`;
      throw new CaseFailed({ given: this.#given, expected, came: 'it has none' });
    }
    thread.job = undefined;
    await resultOf(this.#given, () =>
      thread.events.onResult(`result of ${typeof job === 'string' ? job : show(job)}`),
    );
    await settled();
  }

  async answerJob(job: string): Promise<void> {
    await this.answer(this.#numberWith(job));
  }

  async die(number: number): Promise<void> {
    const thread = this.#thread(number);
    const verb = thread.timesStopped > 0 ? 'ends' : 'dies';
    this.#did(`thread ${number} ${verb}`);
    thread.hasEnded = true;
    await resultOf(this.#given, () => thread.events.onEnd());
    await settled();
  }

  async dieWith(job: string): Promise<void> {
    await this.die(this.#numberWith(job));
  }

  async stop(): Promise<void> {
    this.#did('stop');
    this.#stops.push(await Watched.call(this.#given, () => this.#pool.stop()));
    await settled();
  }

  async started(expected: number): Promise<void> {
    await this.#noMisuse();
    expectEqual(`${this.#given}; threads that were started`, expected, this.#threads.length);
  }

  async threadHas(number: number, expected: Json | undefined): Promise<void> {
    await this.#noMisuse();
    const given = `${this.#given}; the job of thread ${number}`;
    expectEqual(given, expected, this.#thread(number).job);
  }

  async haveJobs(...expected: string[]): Promise<void> {
    await this.#noMisuse();
    const came = this.#threads.map(({ job }) => job).sort();
    expectEqual(`${this.#given}; the jobs of the threads`, expected, came);
  }

  /** Exactly these threads were asked to stop. */
  async areStopped(...expected: number[]): Promise<void> {
    await settled();
    const came = this.#threads.flatMap(({ timesStopped }, at) =>
      timesStopped > 0 ? [at + 1] : [],
    );
    expectEqual(`${this.#given}; threads that were asked to stop`, expected, came);
  }

  async gets(job: string, result: string): Promise<void> {
    await this.#noMisuse();
    await this.#watched(job).expect(`${this.#given}; the promise of ${job}`, { result });
  }

  async waits(job: string): Promise<void> {
    await this.#noMisuse();
    await this.#watched(job).expect(`${this.#given}; the promise of ${job}`, 'pending');
  }

  async fails(job: string, { code, retryable }: Refusal): Promise<void> {
    const given = `${this.#given}; the promise of ${job}`;
    const watched = this.#watched(job);
    await watched.expect(given, { code });
    const { retryable: came } = watched.error as { retryable?: unknown };
    expectEqual(`${given}; the error’s retryable`, retryable, came);
  }

  async stopIs(expected: 'pending' | 'over'): Promise<void> {
    for (const [at, stop] of this.#stops.entries()) {
      const which = this.#stops.length > 1 ? ` ${at + 1}` : '';
      const became = expected === 'pending' ? expected : { result: undefined };
      await stop.expect(`${this.#given}; the promise of stop${which}`, became);
    }
  }

  async #run(name: string, job: Json): Promise<void> {
    this.#did(`run ${name === job ? job : show(job)}`);
    this.#jobs.set(name, await Watched.call(this.#given, () => this.#pool.run(job)));
  }

  #start(events: ThreadEvents): Thread {
    if (this.#threads.length >= 100) throw new Error('a hundred threads were started');
    const thread: Puppet = { events, job: undefined, timesStopped: 0, hasEnded: false };
    this.#threads.push(thread);
    const number = this.#threads.length;
    return {
      post: (job) => {
        if (thread.hasEnded)
          this.#misuse ??= `post ${show(job)} to thread ${number}, which has ended`;
        if (thread.job !== undefined)
          this.#misuse ??= `post ${show(job)} to thread ${number}, which has ${show(thread.job)}`;
        thread.job = job;
      },
      stop: () => void thread.timesStopped++,
    };
  }

  /** What the pool asked of a thread that cannot do it. */
  #misuse: string | undefined;

  async #noMisuse(): Promise<void> {
    await settled();
    if (this.#misuse === undefined) return;
    const expected = 'a job only for a thread that has none';
    throw new CaseFailed({ given: this.#given, expected, came: this.#misuse });
  }

  #did(step: string): void {
    this.#given += `; ${step}`;
  }

  #watched(job: string): Watched<Json> {
    return this.#jobs.get(job) as Watched<Json>;
  }

  #thread(number: number): Puppet {
    const thread = this.#threads[number - 1];
    if (thread !== undefined) return thread;
    const came = `${this.#threads.length} were started`;
    throw new CaseFailed({ given: this.#given, expected: `a thread ${number}`, came });
  }

  #numberWith(job: string): number {
    const at = this.#threads.findIndex((thread) => thread.job === job);
    if (at >= 0) return at + 1;
    const expected = `a thread with the job ${job}`;
    throw new CaseFailed({ given: this.#given, expected, came: 'no thread has it' });
  }
}
