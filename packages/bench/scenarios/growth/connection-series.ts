// The cost of a call while more and more connections are open: each model up to the
// bound that it documents. Ten calls are in flight at a time, whatever the number. They
// stay on ten connections, or go to all in turn.

import type { ServerRound } from '../../src';
import { RunningServer } from '../servers/running';
import type { ServerContender } from '../servers/contender';
import type { Workload } from '../servers/workloads';
import { LEVEL, type Series } from './series';

const ACTIVE = 10;

/**
 * In a model of this kind, each connection has a thread or process, with a copy of the
 * code that V8 optimizes after thousands of calls. Calls that go to all connections in
 * turn meet code that is not optimized yet, and caches that others have used meanwhile.
 */
const OWN_CODE = 0.8;

interface Bound {
  readonly sizes: readonly number[];
  readonly end: string;
  /** The slope that is expected when calls go to all connections in turn. */
  readonly inTurn: number;
}

/** Chapters 09 to 11 take 300 connections by default, the others 2,048. */
const BY_THREADS = [10, 30, 100, 300];
const BY_EVENTS = [10, 100, 500, 2_000];

const BOUNDS: Readonly<Record<string, Bound>> = {
  '09': { sizes: BY_THREADS, end: 'its bound is 300 connections', inTurn: OWN_CODE },
  '10': { sizes: BY_THREADS, end: 'its bound is 300 connections', inTurn: OWN_CODE },
  '11': { sizes: BY_THREADS, end: 'measured to 300 workers, one per client', inTurn: OWN_CODE },
  '12-net': { sizes: BY_EVENTS, end: 'its bound is 2,048 connections', inTurn: LEVEL },
  '12-epoll': { sizes: BY_EVENTS, end: 'its bound is 2,048 connections', inTurn: LEVEL },
  '13': { sizes: BY_EVENTS, end: 'its bound is 2,048 connections per worker', inTurn: LEVEL },
  '14': { sizes: BY_EVENTS, end: 'its bound is 2,048 connections', inTurn: LEVEL },
};

/** Processor time is counted in ticks of 10 ms, so a cost needs many of them. */
const ENOUGH_CPU_MS = 300;
const MAX_RUNS = 10;
/** On ten connections. In every model V8 has optimized their code by then. */
const WARM_UP_CALLS = 50_000;

interface Options {
  readonly closedMs: number;
  readonly maxSize: number;
}

export function connectionSeries(
  contenders: readonly ServerContender[],
  loadCommand: readonly string[],
  options: Options,
): Series[] {
  const series = (
    subject: string,
    workload: (connections: number) => Workload,
    maxSlope: (bound: Bound) => number,
  ): Series[] =>
    contenders.flatMap((contender) => {
      const bound = BOUNDS[contender.name];
      if (bound === undefined) return [];
      return {
        name: `${subject}: ${contender.name}`,
        size: 'open connections',
        cost: 'µs of CPU a call',
        sizes: bound.sizes.filter((size) => size <= options.maxSize),
        maxSlope: maxSlope(bound),
        end: bound.end,
        measure: (connections) => costOf(contender, workload(connections), loadCommand, options),
      };
    });
  return [
    ...series('connections', openBeside, () => LEVEL),
    ...series('in-turn', inTurn, (bound) => bound.inTurn),
  ];
}

async function costOf(
  contender: ServerContender,
  workload: Workload,
  loadCommand: readonly string[],
  { closedMs }: Options,
): Promise<number> {
  const server = await RunningServer.start(contender, workload, loadCommand);
  try {
    await server.warmUp(closedMs, WARM_UP_CALLS);
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

/** Ten connections call, the others are only open. */
function openBeside(connections: number): Workload {
  return {
    ...inTurn(ACTIVE),
    name: `growth-${connections}`,
    summary: `${ACTIVE} connections that call, of ${connections} that are open`,
    kind: 'mostly idle',
    idle: connections - ACTIVE,
  };
}

/** Ten calls at a time; the next one goes to a connection that is idle. */
function inTurn(connections: number): Workload {
  return {
    name: `growth-in-turn-${connections}`,
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
