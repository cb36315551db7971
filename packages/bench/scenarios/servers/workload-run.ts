// One workload: all servers are started, and in each round every one of them is measured
// once, in a shuffled order, so that both sides of a ratio saw the same minute of the
// same machine.

import { describeThrown, shuffled, type Progress, type Random, type ServerCell } from '../../src';
import type { ServerRound } from '../../src';
import { makeCell } from './cells';
import { BASELINE, type ServerContender } from './contender';
import { notRun, type Durations, type RunningServer } from './running';
import type { Workload } from './workloads';

/** V8 has compiled what runs often by then. */
const WARM_UP_CALLS = 10_000;

export interface WorkloadRunOptions {
  readonly contenders: readonly ServerContender[];
  readonly rounds: number;
  readonly durations: Durations;
  readonly onProgress: (progress: Progress) => void;
}

/** What a run needs of a server that was started. */
export type Server = Pick<RunningServer, keyof RunningServer>;

export interface Starting {
  /** Why a contender is left out; undefined if it is not. */
  readonly whyNot: (contender: ServerContender) => string | undefined;
  readonly start: (contender: ServerContender) => Promise<Server>;
}

export class WorkloadRun {
  readonly #running = new Map<string, Server>();
  readonly #notRun = new Map<string, ServerCell>();

  constructor(
    private readonly workload: Workload,
    private readonly options: WorkloadRunOptions,
    private readonly random: Random,
    private readonly starting: Starting,
  ) {}

  /** Measures all contenders. One that fails is left out from then on. */
  async cells(): Promise<ServerCell[]> {
    const { contenders, rounds, durations } = this.options;
    try {
      for (const [index, contender] of contenders.entries()) {
        await this.#start(contender, index + 1);
      }
      await this.#each('warm-up', (server) => server.warmUp(durations.closedMs, WARM_UP_CALLS));
      for (let round = 1; round <= rounds; round++) {
        await this.#each('round', (server) => server.measure(durations), round);
      }
      await this.#each('system calls', (server) => server.countSystemCalls(durations.closedMs));
    } finally {
      await Promise.all([...this.#running.values()].map((server) => server.stop()));
    }
    const baseline = this.#running.get(BASELINE)?.rounds ?? [];
    return contenders.map(({ name }) => this.#cell(name, baseline));
  }

  async #start(contender: ServerContender, step: number): Promise<void> {
    const reason = this.starting.whyNot(contender);
    if (reason !== undefined) {
      this.#notRun.set(contender.name, notRun(contender.name, this.workload.name, reason));
      return;
    }
    this.#show('answers', contender.name, step, this.options.contenders.length);
    try {
      this.#running.set(contender.name, await this.starting.start(contender));
    } catch (error) {
      this.#failed(contender.name, error);
    }
  }

  /** Does something with every server, in a shuffled order. */
  async #each(
    phase: Progress['phase'],
    step: (server: Server) => Promise<void>,
    round?: number,
  ): Promise<void> {
    for (const [index, name] of shuffled([...this.#running.keys()], this.random).entries()) {
      const server = this.#running.get(name) as Server;
      if (round === undefined) this.#show(phase, name, index + 1, this.#running.size);
      else this.#show(phase, name, round, this.options.rounds);
      try {
        await step(server);
      } catch (error) {
        this.#running.delete(name);
        this.#failed(name, error);
        await server.stop();
      }
    }
  }

  #failed(name: string, error: unknown): void {
    const cell = notRun(name, this.workload.name, `failed: ${describeThrown(error)}`);
    this.#notRun.set(name, { ...cell, hasFailed: true });
  }

  #cell(name: string, baseline: readonly ServerRound[]): ServerCell {
    const server = this.#running.get(name);
    if (server === undefined) return this.#notRun.get(name) as ServerCell;
    const { rounds, systemCalls, memoryBytes, memoryPerConnectionBytes, latency } = server;
    const measured = { rounds, systemCalls, memoryBytes, memoryPerConnectionBytes, latency };
    return makeCell({ contender: name, workload: this.workload.name, ...measured }, baseline);
  }

  #show(phase: Progress['phase'], contender: string, step: number, steps: number): void {
    this.options.onProgress({ phase, step, steps, contender, input: this.workload.name });
  }
}
