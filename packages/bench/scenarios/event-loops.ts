// Chapter 12's two engines against the minimum that node:net can do: calls per second on
// 1, 100 and 1,000 connections.

import { join } from 'node:path';
import { encodeFrame } from '@bytes-up/codec';
import { launch, typescriptCommand, type StartedServer } from '@bytes-up/testkit';
import { compare, judge, timeRatio, type Contender, type Report } from '../src';
import { ClosedLoop } from './closed-loop';
import { smallRequest } from './frame-streams';
import type { Scenario, ScenarioOptions } from './scenario';

const CONNECTIONS = [1, 100, 1000] as const;
const RAW_ECHO = 'raw echo, node:net';
const NET = 'chapter 12, net';
const EPOLL = 'chapter 12, epoll';
const SERVER = require.resolve('@bytes-up/single-process-async/package.json');

export const eventLoops: Scenario = {
  name: 'event-loops',
  summary:
    "chapter 12's server on node:net and on epoll, against a raw echo, at 1 to 1,000 connections",
  async run(options) {
    const reports: Report[] = [];
    for (const connections of CONNECTIONS) reports.push(await compareAt(connections, options));
    return { name: eventLoops.name, reports, goals: reports.flatMap(goals) };
  },
};

function compareAt(connections: number, options: ScenarioOptions): Promise<Report> {
  const isQuick = options.mode === 'quick';
  const calls = Math.max(isQuick ? 200 : 2_000, connections);
  const main = join(SERVER, '../src/main.ts');
  const count = (n: number): string => n.toLocaleString('en-US');
  return compare({
    title: `${count(calls)} calls of ping, one at a time on each connection`,
    baseline: RAW_ECHO,
    contenders: [
      contender(
        RAW_ECHO,
        connections,
        typescriptCommand(join(__dirname, 'servers/peers/raw-echo.ts')),
      ),
      contender(NET, connections, typescriptCommand(main, '--engine', 'net', '--quiet')),
      contender(EPOLL, connections, typescriptCommand(main, '--engine', 'epoll', '--quiet')),
    ],
    inputs: [
      {
        name: `${count(connections)} connection${connections === 1 ? '' : 's'}`,
        value: calls,
        calls,
      },
    ],
    rounds: options.rounds ?? (isQuick ? 3 : 15),
    minRoundMs: isQuick ? 10 : 100,
    maxTotalMs: 25_000,
    seed: options.seed,
    onProgress: options.onProgress,
  });
}

/** A server in a process of its own, and its clients in this one. */
function contender(
  name: string,
  connections: number,
  command: readonly string[],
): Contender<number, number> {
  let server: StartedServer | undefined;
  let load: ClosedLoop | undefined;
  return {
    name,
    async setup() {
      server = await launch(command);
      load = new ClosedLoop(server.address, connections, encodeFrame(smallRequest(7)));
      if (name !== RAW_ECHO) checkAnswer(load.answer);
    },
    run: (calls) => load?.run(calls) ?? 0,
    async teardown() {
      load?.close();
      await server?.process.stop();
    },
  };
}

function checkAnswer(answer: Buffer): void {
  const { params, id } = JSON.parse(smallRequest(7)) as { params: string; id: number };
  const expected = encodeFrame(JSON.stringify({ out: 'pong', result: params, id }));
  if (!answer.equals(expected))
    throw new Error(`got ${String(answer)}, expected ${String(expected)}`);
}

function goals(report: Report) {
  const input = report.rows[0]?.input ?? '';
  const echo = { input, contender: RAW_ECHO };
  return [
    judge(
      `${EPOLL}: times the calls a second of ${RAW_ECHO}, ${input}`,
      { atLeast: 1 },
      timeRatio(report, echo, { input, contender: EPOLL }),
    ),
    judge(
      `${NET}: times the calls a second of ${RAW_ECHO}, ${input}`,
      null,
      timeRatio(report, echo, { input, contender: NET }),
    ),
  ];
}
