// One server under one workload: started, connected, measured in rounds, stopped.

import { launch, residentBytes, type StartedServer } from '@bytes-up/testkit';
import { BenchError, describeThrown, type Latency, type ServerCell } from '../../src';
import type { ServerRound, SystemCalls } from '../../src';
import type { ServerContender } from './contenders';
import { processorTime } from './cost';
import { Histogram } from './load/histogram';
import { Load, type LoadRun } from './load/load';
import { countSystemCalls } from './system-calls';
import { learnAnswer, type Wire } from './wire';
import type { Workload } from './workloads';

/** How long the parts of a round take. */
export interface Durations {
  readonly closedMs: number;
  readonly openMs: number;
}

const MAX_WARM_UP_RUNS = 5;

export class RunningServer {
  readonly rounds: ServerRound[] = [];
  readonly #latencies = new Histogram();
  memoryBytes: number | null = null;
  memoryPerConnectionBytes: number | null = null;
  systemCalls: SystemCalls = { notMeasured: 'not asked for' };

  private constructor(
    readonly contender: ServerContender,
    readonly workload: Workload,
    private readonly server: StartedServer,
    private readonly load: Load,
  ) {}

  /**
   * Starts the server and connects to it. Each connection has made one call then.
   * @throws BenchError CONTENDER_FAILED; then nothing of it is left
   */
  static async start(
    contender: ServerContender,
    workload: Workload,
    wire: Wire,
    loadCommand: readonly string[],
  ): Promise<RunningServer> {
    const server = await failAs(contender, () => launch(contender.command(workload)));
    let load: Load | undefined;
    try {
      return await failAs(contender, async () => {
        const { address } = server;
        const known = await learnAnswer(wire, address);
        const memoryBytes = residentBytes(server.process.pid);
        load = new Load(loadCommand, { address, wire: known, ...workload });
        const running = new RunningServer(contender, workload, server, load);
        running.memoryBytes = memoryBytes;
        if (workload.kind === 'visits') return running;
        await load.connect();
        const added = residentBytes(server.process.pid) - memoryBytes;
        running.memoryPerConnectionBytes = Math.max(0, added / workload.connections);
        return running;
      });
    } catch (error) {
      await load?.close();
      await server.process.stop(0);
      throw error;
    }
  }

  /** Not counted. A slow server does not get to that many calls. */
  async warmUp(ms: number, calls: number): Promise<void> {
    let done = 0;
    for (let run = 0; run < MAX_WARM_UP_RUNS && done < calls; run++) {
      done += (await failAs(this.contender, () => this.#work(ms))).calls;
    }
  }

  /** One round: calls a second and what they cost, then latency at a fixed rate. */
  async measure({ closedMs, openMs }: Durations): Promise<void> {
    await failAs(this.contender, async () => {
      const before = processorTime(this.server.process.pid);
      const run = await this.#work(closedMs);
      const after = processorTime(this.server.process.pid);
      this.rounds.push({
        calls: run.calls,
        ms: run.ms,
        loadShare: (run.userMs + run.systemMs) / run.ms,
        serverUserMs: after.userMs - before.userMs,
        serverSystemMs: after.systemMs - before.systemMs,
      });
      const { openLoopPerSecond } = this.workload;
      if (openLoopPerSecond === undefined) return;
      const { histogram, maxNs } = await this.load.openLoop(openMs, openLoopPerSecond);
      this.#latencies.add(histogram, maxNs);
    });
  }

  async countSystemCalls(ms: number): Promise<void> {
    const count = async (): Promise<number> => (await this.#work(ms)).calls;
    this.systemCalls = await countSystemCalls(this.server.process.pid, count);
  }

  get latency(): Latency | null {
    const all = this.#latencies;
    const { openLoopPerSecond } = this.workload;
    if (openLoopPerSecond === undefined || all.calls === 0) return null;
    return {
      callsPerSecond: openLoopPerSecond,
      calls: all.calls,
      p50Ms: all.percentileMs(0.5),
      p90Ms: all.percentileMs(0.9),
      p99Ms: all.percentileMs(0.99),
      p999Ms: all.percentileMs(0.999),
      maxMs: all.maxNs / 1e6,
    };
  }

  async stop(): Promise<void> {
    await this.load.close();
    await this.server.process.stop();
  }

  #work(ms: number): Promise<LoadRun> {
    return this.workload.kind === 'visits' ? this.load.visits(ms) : this.load.closedLoop(ms);
  }
}

async function failAs<T>(contender: ServerContender, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const why = `"${contender.name}": ${describeThrown(error)}`;
    throw new BenchError('CONTENDER_FAILED', why, { cause: error });
  }
}

/** The figures of a cell that was not run. */
export function notRun(contender: string, workload: string, because: string): ServerCell {
  return {
    contender,
    workload,
    notRun: because,
    rounds: [],
    callsPerSecond: null,
    speed: null,
    cpuMicros: null,
    systemCalls: { notMeasured: 'not run' },
    memoryPerConnectionBytes: null,
    memoryBytes: null,
    latency: null,
  };
}
