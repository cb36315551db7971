// The cost of a call while more and more connections are open: each model up to the
// bound that it documents. Ten connections call at a time, whatever their number, so a
// cost that grows is one of the open connections.

import type { ServerRound } from '../../src';
import { RunningServer } from '../servers/running';
import type { ServerContender } from '../servers/contender';
import type { Workload } from '../servers/workloads';
import { LEVEL, type Series } from './series';

/** Chapters 09 to 11 take 300 connections by default, the others 2,048. */
const BOUNDS: Readonly<Record<string, readonly [sizes: readonly number[], end: string]>> = {
  '09': [[10, 30, 100, 300], 'its bound is 300 connections'],
  '10': [[10, 30, 100, 300], 'its bound is 300 connections'],
  '11': [[10, 30, 100, 300], 'measured to 300 workers, as many as clients'],
  '12-net': [[10, 100, 500, 2_000], 'its bound is 2,048 connections'],
  '12-epoll': [[10, 100, 500, 2_000], 'its bound is 2,048 connections'],
  '13': [[10, 100, 500, 2_000], 'its bound is 2,048 connections for each worker'],
  '14': [[10, 100, 500, 2_000], 'its bound is 2,048 connections'],
};
const ACTIVE = 10;
/** Processor time is counted in ticks of 10 ms, so a cost needs many of them. */
const ENOUGH_CPU_MS = 300;
const MAX_RUNS = 10;

export function connectionSeries(
  contenders: readonly ServerContender[],
  loadCommand: readonly string[],
  { closedMs, maxSize }: { readonly closedMs: number; readonly maxSize: number },
): Series[] {
  return contenders.flatMap((contender) => {
    const bound = BOUNDS[contender.name];
    if (bound === undefined) return [];
    const [sizes, end] = bound;
    return [
      {
        name: `connections: ${contender.name}`,
        size: 'open connections',
        cost: 'µs of CPU a call',
        sizes: sizes.filter((size) => size <= maxSize),
        maxSlope: LEVEL,
        end,
        measure: (connections) => costOf(contender, connections, loadCommand, closedMs),
      },
    ];
  });
}

async function costOf(
  contender: ServerContender,
  connections: number,
  loadCommand: readonly string[],
  closedMs: number,
): Promise<number> {
  const server = await RunningServer.start(contender, idleWorkload(connections), loadCommand);
  try {
    await server.warmUp(closedMs, 5_000);
    let [cpuMs, calls] = [0, 0];
    for (let run = 0; run < MAX_RUNS && cpuMs < ENOUGH_CPU_MS; run++) {
      await server.measure({ closedMs, openMs: 0 });
      const { serverUserMs, serverSystemMs, calls: made } = server.rounds[run] as ServerRound;
      cpuMs += serverUserMs + serverSystemMs;
      calls += made;
    }
    return (cpuMs / calls) * 1_000;
  } finally {
    await server.stop();
  }
}

function idleWorkload(connections: number): Workload {
  return {
    name: `growth-${connections}`,
    summary: `${connections} connections, of which ${ACTIVE} call at a time`,
    kind: 'mostly idle',
    connections,
    inFlight: 1,
    active: ACTIVE,
    method: 'ping',
    textBytes: 12,
    isDefault: false,
  };
}
