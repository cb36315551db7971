// One server under one workload: started, connected, measured in rounds, stopped.

import { launch, residentBytes, type StartedServer } from '@bytes-up/testkit';
import { MAX_PI_TERMS } from '@bytes-up/protocol';
import { BenchError, describeThrown, type Latency, type ServerCell } from '../../src';
import type { ServerRound, SystemCalls } from '../../src';
import type { ServerContender } from './contender';
import { processorTime } from './cost';
import { Histogram } from './load/histogram';
import { Load, type LoadPlan, type LoadRun } from './load/load';
import { countSystemCalls } from './system-calls';
import { learnAnswer } from './wire';
import type { Call } from './wires';
import type { Workload } from './workloads';

/** How long the parts of a round take. */
export interface Durations {
  readonly closedMs: number;
  readonly openMs: number;
}

type ConnectionPlan = Pick<LoadPlan, 'connections' | 'inFlight' | 'active'>;

/** The largest `pi` that servers take: about 10 ms. */
export const SLOW_CALL: Call = { method: 'pi', textBytes: 0, terms: MAX_PI_TERMS };
const MAX_WARM_UP_RUNS = 5;

export class RunningServer {
  readonly rounds: ServerRound[] = [];
  readonly #latencies = new Histogram();
  /** Makes the slow calls, beside the load that makes the fast ones. */
  #slow: Load | undefined;
  /** Holds the connections that are only open. */
  #idle: Load | undefined;
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
    loadCommand: readonly string[],
  ): Promise<RunningServer> {
    const server = await failAsBench(() => launch(contender.command(workload)));
    const loads: Load[] = [];
    const connectTo = async (call: Call, plan: ConnectionPlan): Promise<Load> => {
      const wire = contender.wire(call);
      if (typeof wire === 'string') throw new Error(wire);
      const { address } = server;
      const load = new Load(loadCommand, {
        address,
        wire: await learnAnswer(wire, address),
        ...plan,
      });
      loads.push(load);
      return load;
    };
    try {
      return await failAsBench(async () => {
        const load = await connectTo(workload, workload);
        const memoryBytes = residentBytes(server.process.pid);
        const running = new RunningServer(contender, workload, server, load);
        running.memoryBytes = memoryBytes;
        if (workload.kind === 'visits') return running;
        await load.connect();
        if (workload.kind === 'slow among fast') {
          running.#slow = await connectTo(SLOW_CALL, { connections: 1, inFlight: 1 });
          await running.#slow.connect();
        }
        if (workload.idle !== undefined && workload.idle > 0) {
          running.#idle = await connectTo(workload, { connections: workload.idle, inFlight: 1 });
          await running.#idle.connect();
        }
        const added = residentBytes(server.process.pid) - memoryBytes;
        const connections = workload.connections + (workload.idle ?? 0);
        running.memoryPerConnectionBytes = Math.max(0, added / connections);
        return running;
      });
    } catch (error) {
      await Promise.all(loads.map((load) => load.close()));
      await server.process.stop(0);
      throw error;
    }
  }

  /** Not counted. A slow server does not get to that many calls. */
  async warmUp(ms: number, calls: number): Promise<void> {
    let done = 0;
    for (let run = 0; run < MAX_WARM_UP_RUNS && done < calls; run++) {
      done += (await failAsBench(() => this.#work(ms))).calls;
    }
  }

  /** One round: calls a second and what they cost, then latency at a fixed rate. */
  async measure({ closedMs, openMs }: Durations): Promise<void> {
    await failAsBench(async () => {
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
      if (openLoopPerSecond === undefined || this.#slow !== undefined) return;
      const { histogram, maxNs } = await this.load.openLoop(openMs, openLoopPerSecond);
      this.#latencies.add(histogram, maxNs);
    });
  }

  async countSystemCalls(ms: number): Promise<void> {
    if (this.#slow !== undefined) {
      this.systemCalls = { notMeasured: 'there are two kinds of calls' };
      return;
    }
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
    await this.#slow?.close();
    await this.#idle?.close();
    await this.load.close();
    await this.server.process.stop();
  }

  async #work(ms: number): Promise<LoadRun> {
    const { openLoopPerSecond = 0 } = this.workload;
    if (this.#slow !== undefined) {
      const [slow, fast] = await Promise.all([
        this.#slow.closedLoop(ms),
        this.load.openLoop(ms, openLoopPerSecond),
      ]);
      this.#latencies.add(fast.histogram, fast.maxNs);
      return slow;
    }
    return this.workload.kind === 'visits' ? this.load.visits(ms) : this.load.closedLoop(ms);
  }
}

async function failAsBench<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof BenchError) throw error;
    throw new BenchError('CONTENDER_FAILED', describeThrown(error), { cause: error });
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
