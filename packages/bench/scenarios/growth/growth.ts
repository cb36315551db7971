// The scenario `growth`: what does a unit of work cost as the work grows?

import { loadavg } from 'node:os';
import { describeMachine, type GrowthCurve, type ServerResults } from '../../src';
import type { Scenario, ScenarioOptions } from '../scenario';
import { courseServers } from '../servers/course-servers';
import { isBusy, requireLinux } from '../servers/measure';
import { MAX_LOAD_SHARE } from '../servers/cells';
import { loadCommand } from '../servers/load/load';
import { codecSeries } from './codec-series';
import { connectionSeries } from './connection-series';
import { discoverySeries } from './discovery-series';
import { measureSeries, type Series } from './series';

const POWERS_OF_TEN = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

export const growth: Scenario = {
  name: 'growth',
  summary: 'cost as work grows: connections of each model, messages, servers of a service',
  async run(options) {
    requireLinux();
    const { mode, seed, onProgress } = options;
    const startMs = performance.now();
    const loadBefore = loadavg();
    const load = loadCommand();
    const rounds = options.rounds ?? (mode === 'quick' ? 1 : 3);
    const curves: GrowthCurve[] = [];
    for (const series of chooseSeries(options, load.command)) {
      curves.push(
        await measureSeries(series, { rounds, seed }, (size, step, steps) =>
          onProgress({
            phase: 'round',
            step,
            steps,
            contender: series.name,
            input: size.toLocaleString('en-US'),
          }),
        ),
      );
    }
    const machine = describeMachine();
    const elapsedMs = performance.now() - startMs;
    const conditions = {
      loadBefore,
      loadAfter: loadavg(),
      isBusy: isBusy(loadBefore, machine),
      elapsedMs,
    };
    const results: ServerResults = {
      ...{ format: 1, mode, seed, machine, conditions },
      load: { kind: load.kind, maxShare: MAX_LOAD_SHARE },
      ...{ contenders: [], workloads: [], cells: [], goals: [], growth: curves },
    };
    return { name: growth.name, reports: [], goals: [], servers: results };
  },
};

/** `--only connections,codecs` chooses by what comes before the colon. */
function chooseSeries(
  { mode, servers: { only } }: ScenarioOptions,
  command: readonly string[],
): Series[] {
  const isQuick = mode === 'quick';
  const minMs = isQuick ? 1 : 30;
  const upTo = (most: number): number[] => POWERS_OF_TEN.filter((size) => size <= most);
  const all = [
    ...codecSeries({ sizes: upTo(isQuick ? 1_000 : 1_000_000), minMs }),
    ...discoverySeries({ sizes: upTo(isQuick ? 10 : 1_000), minMs }),
    ...connectionSeries(courseServers(), command, {
      closedMs: isQuick ? 20 : 500,
      maxSize: isQuick ? 30 : Infinity,
    }),
  ];
  if (only === undefined) return all;
  return all.filter(({ name }) => only.includes(name.split(':')[0] ?? ''));
}
