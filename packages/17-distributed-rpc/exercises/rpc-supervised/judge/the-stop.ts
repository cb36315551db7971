// Stage 4: at SIGTERM everything stops, and earlier requests are answered.

import {
  CaseFailed,
  eventually,
  groupMembers,
  type JudgedCase,
  type ServerProcess,
} from '@bytes-up/testkit';
import { expectInTime, withClients } from '@bytes-up/conformance';
import { ENDS_AT_ONCE, runsOf, withoutReadiness } from './crash-loop';
import {
  expectKnown,
  expectReadyLines,
  printedPorts,
  processOf,
  SERVERS,
  withService,
  withZooKeeper,
  type Service,
} from './service';

const STOP = 'Stage 4: the stop';
/** They keep a server busy until the signal arrives. */
const SLOW_CALLS = [1, 2, 3].map((id) => ({ in: 'pi', params: 10_000_000, id }));
/** In ms of machine time. */
const [STARTS_WITHIN_MS, EXITS_WITHIN_MS] = [5_000, 6_000];
/**
 * In milliseconds. It is the time in which the registry's event must reach the client.
 */
const LONG_LEAVE_MS = 2_500;
/** A Node.js timer can fire a millisecond early. */
const EARLY_MS = 5;
/** Of a server that exits at once. The pause after the last one is 800 ms. */
const STARTS = 4;
/** The start that the pause was for would be later than this. In milliseconds. */
const HANDLED_WITHIN_MS = 300;

export const theStop: readonly JudgedCase<object>[] = [
  {
    title: 'calls in flight are answered, and nothing is left',
    section: STOP,
    run: (_exports, learner) =>
      withService(learner, ['--leave', '100'], async (service) => {
        const { program } = service;
        await expectKnown('--servers 3', service, SERVERS, '3 servers');
        const [port = 0] = printedPorts(program);
        const given = `a client sends ${SLOW_CALLS.length} calls of pi to one server; SIGTERM`;
        await withClients({ host: '127.0.0.1', port }, 1, async (client) => {
          await client.send(...SLOW_CALLS);
          program.signal('SIGTERM');
          const answers = client.receive(SLOW_CALLS.length);
          await expectInTime(given, `${SLOW_CALLS.length} answers`, answers);
        });
        await expectNothingLeft(given, service);
      }),
  },
  {
    title: 'all servers leave at the same time, and none is restarted',
    section: STOP,
    run: (_exports, learner) =>
      withService(learner, ['--leave', String(LONG_LEAVE_MS)], async (service) => {
        const { program } = service;
        const [killed = ''] = await expectKnown('--servers 3', service, SERVERS, '3 servers');
        const given = `3 servers with --leave ${LONG_LEAVE_MS}; SIGTERM`;
        const pid = processOf(given, service, killed);
        const signalledAtMs = performance.now();
        program.signal('SIGTERM');
        await expectKnown(given, service, 0, 'all of them to leave the registry');
        const count = groupMembers(program.pid).length;
        if (count <= SERVERS) {
          const expected = 'all to leave before the first exits';
          throw new CaseFailed({ given, expected, came: `${count} processes were left by then` });
        }
        process.kill(pid, 'SIGKILL');
        const then = `${given}; then SIGKILL to one of them`;
        await expectNothingLeft(then, service);
        const tookMs = performance.now() - signalledAtMs;
        if (tookMs < LONG_LEAVE_MS - EARLY_MS) {
          const expected = `the others to work for ${LONG_LEAVE_MS} ms`;
          throw new CaseFailed({ given: then, expected, came: `${Math.floor(tookMs)} ms` });
        }
        expectReadyLines(then, service, SERVERS);
      }),
  },
  {
    title: 'a stop in the pause before a restart, with SIGINT',
    section: STOP,
    run: (_exports, learner) =>
      withoutReadiness(learner, ['--servers', '1', '--server', ENDS_AT_ONCE], async (program) => {
        const given = `a server that exits at once; SIGINT after start ${STARTS}`;
        await eventually(() => runsOf(program).length >= STARTS, STARTS_WITHIN_MS);
        program.signal('SIGINT');
        const latestMs = Date.now() + HANDLED_WITHIN_MS;
        await expectExitCode(given, program);
        const late = runsOf(program).find(({ fromMs }) => fromMs > latestMs);
        if (late === undefined) return;
        const came = `one began ${late.fromMs - latestMs + HANDLED_WITHIN_MS} ms after it`;
        throw new CaseFailed({ given, expected: 'no start after the signal', came });
      }),
  },
  {
    title: 'a stop in the middle of a rolling restart',
    section: STOP,
    run: (_exports, learner) =>
      withService(learner, ['--leave', '100'], async (service) => {
        const { program } = service;
        await expectKnown('--servers 3', service, SERVERS, '3 servers');
        program.signal('SIGHUP');
        // The program, its servers, and a new one, which does not listen yet.
        const isStarting = (): boolean => groupMembers(program.pid).length > 1 + SERVERS;
        await eventually(isStarting, STARTS_WITHIN_MS);
        program.signal('SIGTERM');
        await expectNothingLeft('SIGHUP, and SIGTERM while the new server is starting', service);
      }),
  },
];

async function expectNothingLeft(given: string, service: Service): Promise<void> {
  const { program } = service;
  await expectExitCode(given, program);
  const left = groupMembers(program.pid).length;
  if (left > 0)
    throw new CaseFailed({ given, expected: 'no process to be left', came: `${left} are` });
  const nodes = await withZooKeeper(service, (zookeeper) => zookeeper.children('/demo'));
  if (nodes.length === 0) return;
  const came = nodes.join(', ');
  throw new CaseFailed({ given, expected: 'no node to be left in the registry', came });
}

async function expectExitCode(given: string, program: ServerProcess): Promise<void> {
  const exit = await program.exit(EXITS_WITHIN_MS);
  if (exit?.code !== 0) {
    const came =
      exit === undefined ? 'it keeps running' : (exit.signal ?? `exit code ${exit.code}`);
    throw new CaseFailed({ given, expected: 'exit code 0', came });
  }
}
