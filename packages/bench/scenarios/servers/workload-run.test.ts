// The rounds of a workload, with servers that are made up, and the figures of cells.

import { seededRandom, type ServerRound } from '../../src';
import { makeCell } from './cells';
import type { ServerContender } from './contender';
import { jsonFrames } from './wires';
import { WorkloadRun, type Server } from './workload-run';
import { WORKLOADS, type Workload } from './workloads';

const WORKLOAD = WORKLOADS[0] as Workload;

function contender(name: string): ServerContender {
  return {
    ...{ name, summary: name, servedBy: 'one process', group: 'model', protocol: 'json frames' },
    ...{ isDefault: true, command: () => [name], wire: jsonFrames },
  };
}

const round = (calls: number, loadShare = 0.5): ServerRound => ({
  ...{ calls, ms: 100, loadShare, serverUserMs: 20, serverSystemMs: 10 },
});

/** A server that answers this many calls in each round, and notes what is done. */
function made(name: string, calls: number, log: string[], failsIn?: number): Server {
  const rounds: ServerRound[] = [];
  return {
    ...{ contender: contender(name), workload: WORKLOAD, rounds, latency: null },
    ...{ memoryBytes: 1, memoryPerConnectionBytes: 2, systemCalls: { notMeasured: 'made up' } },
    warmUp: () => Promise.resolve(),
    countSystemCalls: () => Promise.resolve(),
    measure: () => {
      log.push(name);
      if (rounds.length + 1 === failsIn) return Promise.reject(new Error('wrong answer'));
      rounds.push(round(calls));
      return Promise.resolve();
    },
    stop: () => {
      log.push(`${name} stopped`);
      return Promise.resolve();
    },
  };
}

async function run(servers: readonly Server[], seed = 1) {
  const options = {
    contenders: servers.map((server) => server.contender),
    rounds: 3,
    durations: { closedMs: 1, openMs: 1 },
    onProgress: () => undefined,
  };
  const start = ({ name }: ServerContender): Promise<Server> => {
    const server = servers.find((each) => each.contender.name === name);
    return server ? Promise.resolve(server) : Promise.reject(new Error('unknown'));
  };
  const whyNot = ({ name }: ServerContender) => (name === 'unfit' ? 'one client' : undefined);
  return new WorkloadRun(WORKLOAD, options, seededRandom(seed), { start, whyNot }).cells();
}

test('each round measures every server once, and in the end all are stopped', async () => {
  const log: string[] = [];
  const names = ['naive', 'a', 'b'];
  const cells = await run(names.map((name) => made(name, 10, log)));
  for (let at = 0; at < 9; at += 3)
    expect(log.slice(at, at + 3).sort()).toEqual(['a', 'b', 'naive']);
  expect(log.slice(9).sort()).toEqual(['a stopped', 'b stopped', 'naive stopped']);
  expect(cells.map(({ contender: name, rounds }) => [name, rounds.length])).toEqual([
    ['naive', 3],
    ['a', 3],
    ['b', 3],
  ]);
});

test('a server that fails is stopped and left out, the others are measured', async () => {
  const log: string[] = [];
  const cells = await run([made('naive', 10, log), made('a', 10, log, 2)]);
  expect(cells[1]).toMatchObject({ hasFailed: true, notRun: 'failed: wrong answer', rounds: [] });
  expect(cells[0]?.rounds).toHaveLength(3);
  expect(log.filter((line) => line === 'a stopped')).toHaveLength(1);
});

test('a contender that is unfit is not started', async () => {
  const log: string[] = [];
  const [, cell] = await run([made('naive', 10, log), made('unfit', 10, log)]);
  expect(cell).toMatchObject({ notRun: 'one client' });
  expect(cell?.hasFailed).toBeUndefined();
  expect(log).not.toContain('unfit');
});

describe('a cell', () => {
  const measured = (rounds: readonly ServerRound[]) => ({
    ...{ contender: 'a', workload: '1x1', rounds, systemCalls: { notMeasured: '' } as const },
    ...{ memoryBytes: null, memoryPerConnectionBytes: null, latency: null },
  });

  test('has the median of the ratios of rounds, not the ratio of medians', () => {
    const cell = makeCell(measured([round(10), round(40), round(90)]), [
      round(10),
      round(10),
      round(30),
    ]);
    expect(cell.speed).toEqual({ median: 3, min: 1, max: 4 });
    expect(cell.callsPerSecond?.median).toBe(400);
  });

  test('has the processor time of a call over all rounds', () => {
    const { cpuMicros } = makeCell(measured([round(10), round(40)]), []);
    expect(cpuMicros).toEqual({ user: 800, system: 400 });
  });

  test.each([
    [0.7, undefined],
    [
      0.71,
      'the load generator took 71 % of its core, more than 70 %: the server could answer more',
    ],
  ])('with a load share of %d is invalid: %s', (share, invalid) => {
    expect(makeCell(measured([round(1, share)]), []).invalid).toBe(invalid);
  });
});
