// The benchmark's output, converted to figures for the rules.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContenderInfo, ServerCell, ServerResults, WorkloadInfo } from '@bytes-up/bench';
import { choose } from '../decision/decide';
import { figuresOf, readFigures } from './from-bench';

const WORKLOADS = ['50x1', 'idle-1000', 'visits', 'slow-among-fast', 'pi'];

function contender(name: string, chapter: string, more: Partial<ContenderInfo> = {}) {
  const fixed = { group: 'model', protocol: 'json frames', servedBy: '' } as const;
  return { name, chapter, summary: 'made up', ...fixed, ...more } satisfies ContenderInfo;
}

function workload(name: string): WorkloadInfo {
  const rest = {
    summary: '',
    connections: 50,
    inFlight: 1,
    method: 'ping',
    textBytes: 12,
  } as const;
  return { name, kind: 'closed loop', ...rest };
}

/** @param rate calls per second; 0 for a cell that was not run */
function cell(
  contenderName: string,
  name: string,
  rate: number,
  p50Ms = 0.1,
  p90Ms = 0.2,
): ServerCell {
  const latency = { callsPerSecond: 400, calls: 80, p99Ms: 20, p999Ms: 20, maxMs: 20 };
  const notRun = rate === 0 ? { notRun: 'made up' } : {};
  return {
    contender: contenderName,
    workload: name,
    ...notRun,
    rounds: [],
    callsPerSecond: rate === 0 ? null : { median: rate, min: rate, max: rate },
    speed: null,
    cpuMicros: null,
    systemCalls: { notMeasured: 'made up' },
    memoryPerConnectionBytes: rate === 0 ? null : 12_000,
    memoryBytes: null,
    latency: rate === 0 ? null : { ...latency, p50Ms, p90Ms },
  };
}

/** One event loop, a loop in each process, a process for each client, and a bound. */
const results = {
  workloads: WORKLOADS.map(workload),
  contenders: [
    contender('12-net', '12'),
    contender('13', '13'),
    contender('10', '10'),
    contender('raw-echo', '', { group: 'bound' }),
  ],
  cells: [
    ...WORKLOADS.map((name) => cell('12-net', name, 1_000, 8, 10)),
    ...WORKLOADS.map((name) => cell('13', name, name === 'pi' ? 1_900 : 1_200, 0.1, 9)),
    ...WORKLOADS.map((name) => cell('10', name, name === 'idle-1000' ? 0 : 500)),
  ],
} as unknown as ServerResults;

test('speeds are relative to chapter 12, and bounds are no choice', () => {
  expect(figuresOf(results)).toEqual([
    expect.objectContaining({ speed: 1, visits: 1, parallel: 1, delayed: 1, served: 1 }),
    expect.objectContaining({ speed: 1.2, visits: 1.2, parallel: 1.9, delayed: 0.5, served: 1 }),
    expect.objectContaining({ speed: 0.5, parallel: 0.5, delayed: 0, served: 0 }),
  ]);
});

test('a crash is isolated where the model says so, and memory is in kilobytes', () => {
  const figures = figuresOf(results);
  expect(figures.map(({ isolatesCrashes }) => isolatesCrashes)).toEqual([false, true, true]);
  expect(figures.map(({ kbPerConnection }) => kbPerConnection)).toEqual([12, 12, undefined]);
});

test('the rules work on them as on those of the demo', () => {
  const chosen = choose(figuresOf(results), ['many clients', 'computing'], 2);
  expect(chosen.map(({ name }) => name)).toEqual(['13 made up']);
});

const read = (text: string): ReturnType<typeof readFigures> => {
  const folder = mkdtempSync(join(tmpdir(), 'figures-'));
  try {
    const file = join(folder, 'results.json');
    writeFileSync(file, text);
    return readFigures(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test.each([
  ['--json', { scenarios: [{ name: 'framing' }, { name: 'servers', servers: results }] }],
  ['--report', results],
])('the file of the benchmark’s %s is read', (_option, written) => {
  expect(read(JSON.stringify(written))).toEqual(figuresOf(results));
});

test.each([
  ['no JSON', '{'],
  ['nothing', '{}'],
  ['another scenario', '{"scenarios":[{"name":"framing"}]}'],
  ['fewer workloads', JSON.stringify({ scenarios: [{ servers: { ...results, workloads: [] } }] })],
])('a file with %s is refused, with the command that writes one', (_what, text) => {
  expect(() => read(text)).toThrow('npm run bench -- servers --workloads 50x1,');
});

test('a file that does not exist is refused', () => {
  expect(() => readFigures('/no/such/file')).toThrow('--results /no/such/file: ENOENT');
});
