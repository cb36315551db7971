// The command as a process: arguments, output and exit code.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import type { Report } from '../src';
import type { ScenarioResult } from './scenario';

const MAIN = join(__dirname, 'main.ts');
/** How long the command may run, in milliseconds: the machine may be busy. */
const WITHIN_MS = 40_000;

interface Outcome {
  readonly code: number | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command to its end. After WITHIN_MS it is killed, and `code` is undefined. */
async function bench(...args: string[]): Promise<Outcome> {
  const command = new ServerProcess(typescriptCommand(MAIN, ...args));
  const exit = await command.finished(WITHIN_MS);
  await command.stop(0);
  return { code: exit?.code, stdout: command.stdout, stderr: command.stderr };
}

interface Results {
  readonly mode: string;
  readonly seed: number;
  readonly scenarios: readonly ScenarioResult[];
}

function measuredIn(report: Report | undefined): string[] | undefined {
  return report?.rows
    .filter((row) => row.samplesMs.length > 0)
    .map((row) => `${row.contender} on ${row.input}`);
}

describe('bench framing --quick', () => {
  test('prints valid JSON with all contenders', async () => {
    const { code, stdout, stderr } = await bench(
      'framing',
      '--quick',
      '--seed',
      '7',
      '--json',
      '-',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { mode, seed, scenarios } = JSON.parse(stdout) as Results;
    expect({ mode, seed }).toEqual({ mode: 'quick', seed: 7 });
    expect(scenarios.map((scenario) => scenario.name)).toEqual(['framing']);
    const [big, small] = scenarios[0]?.reports ?? [];
    expect(measuredIn(big)).toEqual([
      'FrameDecoder on 1 MiB',
      'growing chunk list on 1 MiB',
      'bare copy on 1 MiB',
      'Buffer.concat on every chunk on 1 MiB',
      'FrameDecoder on 4 MiB',
      'growing chunk list on 4 MiB',
      'bare copy on 4 MiB',
      'FrameDecoder on 16 MiB',
      'growing chunk list on 16 MiB',
      'bare copy on 16 MiB',
    ]);
    expect(measuredIn(small)).toEqual([
      'FrameDecoder on 6,000 frames of 49 bytes',
      'concat, remainder as a view on 6,000 frames of 49 bytes',
      'concat, copy the remainder on 6,000 frames of 49 bytes',
    ]);
    for (const report of [big, small]) {
      expect(report).toMatchObject({ seed: 7, rounds: 3, machine: { node: process.version } });
    }
    const [faster, growth] = scenarios[0]?.goals ?? [];
    expect(faster).toMatchObject({ target: { atLeast: 500 }, verdict: 'not measured' });
    expect(growth?.target).toEqual({ atMost: 1.3 });
    expect(growth?.verdict).toBe((growth?.measured?.median ?? NaN) <= 1.3 ? 'met' : 'not met');
  });

  test('prints tables, seed and goals, and writes the JSON file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
    try {
      const file = join(folder, 'results.json');
      const flags = ['--quick', '--rounds', '1', '--seed', '9', '--json', file];
      const { code, stdout, stderr } = await bench('framing', ...flags);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^One frame in chunks of 1 KiB\ninput +contender +time per run/);
      expect(stdout).toContain('1 round, samples of at least 10 ms, seed 9, ');
      expect(stdout).toMatch(
        /^not measured {2}FrameDecoder, 4 MiB in 1 KiB chunks: .* goal ≥ 500/m,
      );
      expect(stdout).not.toContain('\u001b');
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ mode: 'quick', seed: 9 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('bench resp --quick measures our decoders and those of two Redis clients', async () => {
  const { code, stdout, stderr } = await bench('resp', '--quick', '--json', '-');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { scenarios } = JSON.parse(stdout) as Results;
  expect(measuredIn(scenarios[0]?.reports[0])).toHaveLength(15);
});

test('bench event-loops --quick measures both engines and the raw echo at 1, 100 and 1,000 connections', async () => {
  const { code, stdout, stderr } = await bench('event-loops', '--quick', '--json', '-');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { scenarios } = JSON.parse(stdout) as Results;
  const reports = scenarios[0]?.reports ?? [];
  expect(reports.map(({ rows }) => rows[0]?.input)).toEqual([
    '1 connection',
    '100 connections',
    '1,000 connections',
  ]);
  for (const report of reports) expect(measuredIn(report)).toHaveLength(3);
});

test('--list names every scenario', async () => {
  expect(await bench('--list')).toEqual({
    code: 0,
    stdout:
      'servers      the seven models, gRPC, Thrift and REST, in calls a second, cost and latency\n' +
      'framing      one frame of 1, 4 and 16 MiB in 1 KiB chunks; small frames in 64 KiB chunks\n' +
      'protobuf     protobuf messages encoded and decoded, against protobufjs and protobuf-es\n' +
      'client       calls of a client with 64 in flight, against msgpack5rpc and moleculer\n' +
      'resp         RESP replies decoded, against redis-parser and node-redis\n' +
      "event-loops  chapter 12's server on node:net and on epoll, against a raw echo, at 1 to 1,000 connections\n" +
      'growth       cost as work grows: connections of each model, messages, servers of a service\n',
    stderr: '',
  });
});

test('--help explains every flag', async () => {
  const { code, stdout, stderr } = await bench('--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const flag of ['--list', '--rounds', '--seed', '--json', '--full', '--quick']) {
    expect(stdout).toContain(flag);
  }
});

test.each<[string[], string]>([
  [
    ['farming'],
    'unknown scenario "farming"; expected one of servers, framing, protobuf, client, resp, event-loops, growth, all',
  ],
  [['--fast'], "unknown option '--fast'; bench --help shows the usage"],
  [
    ['--rounds', '0'],
    "option '--rounds <n>' argument '0' is invalid. Expected an integer from 1 to 1000; bench --help shows the usage",
  ],
  [
    ['--seed', '-1'],
    "option '--seed <n>' argument '-1' is invalid. Expected an integer from 0 to 4294967295; bench --help shows the usage",
  ],
  [['--json'], "option '--json <file>' argument missing; bench --help shows the usage"],
  [['--quick', '--full'], '--quick and --full are mutually exclusive'],
  [['--json', __dirname], `cannot write ${__dirname}: is a directory`],
  [
    ['--json', '/nowhere/at/all.json'],
    "cannot write /nowhere/at/all.json: ENOENT: no such file or directory, access '/nowhere/at'",
  ],
])('%j is one line on standard error and exit code 2', async (args, line) => {
  expect(await bench(...args)).toEqual({ code: 2, stdout: '', stderr: `bench: ${line}\n` });
});
