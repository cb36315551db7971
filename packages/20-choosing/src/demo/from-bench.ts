// Figures from the results of `npm run bench -- servers` (chapter 20), whose client is
// faster than the servers and whose rounds are longer than the demo's.

import { readFileSync } from 'node:fs';
import type { ServerCell, ServerResults } from '@bytes-up/bench';
import { UsageError } from '@bytes-up/protocol';
import type { Figures } from '../decision/decide';

/**
 * The servers in which one worker can crash alone, by the chapter of their model file.
 */
const ISOLATING = ['10', '11', '13', '14'];
const BASELINE = '12-net';
const NEEDED = ['50x1', 'idle-1000', 'visits', 'slow-among-fast', 'pi'];
/** Half of a slow call of that workload, in milliseconds. */
const HALF_SLOW_MS = 5;

export const HOW = `npm run bench -- servers --workloads ${NEEDED.join(',')} --json FILE`;

type BenchFile = ServerResults | { readonly scenarios: readonly { servers?: ServerResults }[] };

/**
 * @param file what `--json` writes, or the `results.json` of `--report`
 * @throws UsageError unless the file has the output of HOW
 */
export function readFigures(file: string): Figures[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--results ${file}: ${(error as Error).message}`);
  }
  try {
    const written = JSON.parse(text) as BenchFile;
    const results =
      'scenarios' in written
        ? written.scenarios.find(({ servers }) => servers !== undefined)?.servers
        : written;
    if (results !== undefined) return figuresOf(results);
  } catch (error) {
    if (error instanceof UsageError) throw error;
  }
  throw new UsageError(`--results ${file}: expected what this writes: ${HOW}`);
}

// #region figures
export function figuresOf({ cells, contenders, workloads }: ServerResults): Figures[] {
  const missing = NEEDED.filter((name) => workloads.every((workload) => workload.name !== name));
  if (missing.length > 0) throw new UsageError(`no ${missing.join(', ')} in it: ${HOW}`);
  const cell = (contender: string, workload: string): ServerCell | undefined =>
    cells.find((one) => one.contender === contender && one.workload === workload);
  /** Calls per second, relative to chapter 12. Undefined for what was not run. */
  const relative = (contender: string, workload: string): number => {
    const rate = cell(contender, workload)?.callsPerSecond?.median ?? 0;
    return rate / (cell(BASELINE, workload)?.callsPerSecond?.median ?? NaN);
  };
  return contenders
    .filter(({ group, name }) => group === 'model' || group === 'framework' || name === 'rest')
    .map(({ name, summary, chapter = '' }) => {
      const idle = cell(name, 'idle-1000');
      const bytes = idle?.memoryPerConnectionBytes ?? undefined;
      return {
        name: `${name} ${summary}`.slice(0, 40),
        isolatesCrashes: ISOLATING.includes(chapter),
        speed: relative(name, '50x1'),
        visits: relative(name, 'visits'),
        served: idle === undefined || idle.notRun !== undefined ? 0 : 1,
        delayed: shareDelayed(cell(name, 'slow-among-fast')),
        parallel: relative(name, 'pi'),
        kbPerConnection: bytes === undefined ? undefined : bytes / 1_000,
      };
    });
}
// #endregion figures

/** The share of the fast calls that waited for half of a slow one, if it is known. */
function shareDelayed(one: ServerCell | undefined): number {
  const latency = one?.latency;
  if (latency === null || latency === undefined) return 1; // not served beside it
  if (latency.p50Ms >= HALF_SLOW_MS) return 1;
  return latency.p90Ms >= HALF_SLOW_MS ? 0.5 : 0;
}
