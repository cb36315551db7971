// Measures contenders under workloads. Per workload: all servers are started, and in each
// round every one of them is measured once, in a shuffled order, so that both sides of a
// ratio saw the same minute of the same machine.

import { loadavg } from 'node:os';
import { BenchError, describeMachine, seededRandom, shuffled } from '../../src';
import type { Progress, Random, ServerCell, ServerResults } from '../../src';
import type { Mode } from '../scenario';
import { makeCell, MAX_LOAD_SHARE } from './cells';
import { BASELINE, type ServerContender } from './contender';
import { loadCommand, type LoadKind } from './load/load';
import { notRun, RunningServer, SLOW_CALL, type Durations } from './running';
import type { Workload } from './workloads';

export interface MeasureOptions {
  readonly mode: Mode;
  readonly contenders: readonly ServerContender[];
  readonly workloads: readonly Workload[];
  readonly rounds: number;
  readonly durations: Durations;
  readonly seed: number;
  readonly onProgress: (progress: Progress) => void;
  /** Default: C where it can be compiled. */
  readonly load?: LoadKind | undefined;
}

/** Load of the machine, per core, over which a run counts as made on a busy machine. */
const BUSY_LOAD_PER_CORE = 0.25;

/** V8 has compiled what runs often by then. */
const WARM_UP_CALLS = 10_000;

export async function measureServers(options: MeasureOptions): Promise<ServerResults> {
  const { mode, contenders, workloads, seed } = options;
  const startMs = performance.now();
  const loadBefore = loadavg();
  const load = loadCommand(options.load);
  const random = seededRandom(seed);
  const cells: ServerCell[] = [];
  for (const workload of workloads) {
    cells.push(...(await measureWorkload(workload, options, load, random)));
  }
  const machine = describeMachine();
  return {
    format: 1,
    mode,
    seed,
    machine,
    conditions: {
      loadBefore,
      loadAfter: loadavg(),
      isBusy: (loadBefore[0] ?? 0) > BUSY_LOAD_PER_CORE * machine.cores,
      elapsedMs: performance.now() - startMs,
    },
    load: { kind: load.kind, maxShare: MAX_LOAD_SHARE },
    contenders: contenders.map(({ name, summary, group, chapter, protocol, servedBy }) => ({
      name,
      summary,
      group,
      ...(chapter !== undefined && { chapter }),
      protocol,
      servedBy,
    })),
    workloads: workloads.map(({ isDefault: _, active: __, ...info }) => info),
    cells,
    goals: [],
  };
}

async function measureWorkload(
  workload: Workload,
  options: MeasureOptions,
  load: ReturnType<typeof loadCommand>,
  random: Random,
): Promise<ServerCell[]> {
  const { contenders, rounds, durations } = options;
  const skipped = new Map<string, string>();
  const running: RunningServer[] = [];
  const step = (phase: Progress['phase'], server: string, at: number, steps: number): void =>
    options.onProgress({ phase, step: at, steps, contender: server, input: workload.name });
  try {
    for (const [index, contender] of contenders.entries()) {
      const reason = whyNot(contender, workload, load.kind);
      if (reason !== undefined) {
        skipped.set(contender.name, reason);
        continue;
      }
      step('answers', contender.name, index + 1, contenders.length);
      running.push(await RunningServer.start(contender, workload, load.command));
    }
    for (const [index, server] of running.entries()) {
      step('warm-up', server.contender.name, index + 1, running.length);
      await server.warmUp(durations.closedMs, WARM_UP_CALLS);
    }
    for (let round = 1; round <= rounds; round++) {
      for (const server of shuffled(running, random)) {
        step('round', server.contender.name, round, rounds);
        await server.measure(durations);
      }
    }
    for (const server of running) {
      step('system calls', server.contender.name, 1, 1);
      await server.countSystemCalls(durations.closedMs);
    }
  } finally {
    await Promise.all(running.map((server) => server.stop()));
  }
  const baseline = running.find(({ contender }) => contender.name === BASELINE)?.rounds ?? [];
  return contenders.map(({ name }) => {
    const server = running.find(({ contender }) => contender.name === name);
    if (server === undefined) return notRun(name, workload.name, skipped.get(name) ?? '');
    const { systemCalls, memoryBytes, memoryPerConnectionBytes, latency } = server;
    const measured = { systemCalls, memoryBytes, memoryPerConnectionBytes, latency };
    const names = { contender: name, workload: workload.name };
    return makeCell({ ...names, rounds: server.rounds, ...measured }, baseline);
  });
}

/** Why a contender is not measured under a workload; undefined if it is. */
export function whyNot(
  contender: ServerContender,
  workload: Workload,
  load: LoadKind,
): string | undefined {
  const reason = contender.missing?.() ?? contender.unfit?.(workload);
  if (reason !== undefined) return reason;
  const wires = [contender.wire(workload)];
  if (workload.kind === 'slow among fast') wires.push(contender.wire(SLOW_CALL));
  for (const wire of wires) {
    if (typeof wire === 'string') return wire;
    if (wire.isHttp2 && load === 'posix')
      return 'needs a C compiler: the load generator in JavaScript has no HTTP/2';
  }
  return undefined;
}

/** @throws BenchError BAD_OPTIONS where the servers cannot run */
export function requireLinux(platform: NodeJS.Platform = process.platform): void {
  if (platform === 'linux') return;
  throw new BenchError(
    'BAD_OPTIONS',
    `servers: measured with epoll and /proc, which only Linux has; this is ${platform}`,
  );
}
