// Measures contenders under workloads, one workload after the other.

import { loadavg } from 'node:os';
import { BenchError, describeMachine, seededRandom } from '../../src';
import type { Machine, Progress, ServerCell, ServerResults } from '../../src';
import type { Mode } from '../scenario';
import { MAX_LOAD_SHARE } from './cells';
import type { ServerContender } from './contender';
import { loadCommand, type LoadKind } from './load/load';
import { RunningServer, SLOW_CALL, type Durations } from './running';
import { WorkloadRun } from './workload-run';
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

export async function measureServers(options: MeasureOptions): Promise<ServerResults> {
  const { mode, contenders, workloads, seed } = options;
  const startMs = performance.now();
  const loadBefore = loadavg();
  const load = loadCommand(options.load);
  const random = seededRandom(seed);
  const cells: ServerCell[] = [];
  for (const workload of workloads) {
    const run = new WorkloadRun(workload, options, random, {
      whyNot: (contender) => whyNot(contender, workload, load.kind),
      start: (contender) => RunningServer.start(contender, workload, load.command),
    });
    cells.push(...(await run.cells()));
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
      isBusy: isBusy(loadBefore, machine),
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

/** Whether the machine had other work, by the load of one minute. */
export function isBusy(loadBefore: readonly number[], { cores }: Machine): boolean {
  return (loadBefore[0] ?? 0) > BUSY_LOAD_PER_CORE * cores;
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
